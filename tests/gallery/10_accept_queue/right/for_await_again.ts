export { probeAcceptQueue } from "../../../../solutions/10_accept_queue.ts";

class Slots {
  #free: number;
  #waiting: Array<() => void> = [];

  constructor(count: number) {
    this.#free = count;
  }

  async take(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  giveBack(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}

export async function acceptLoop(
  listener: Deno.TcpListener,
  options: {
    maxConcurrent: number;
    handle: (conn: Deno.Conn) => Promise<void>;
    signal: AbortSignal;
  },
): Promise<void> {
  const { maxConcurrent, handle, signal } = options;
  if (!Number.isInteger(maxConcurrent) || maxConcurrent < 1) {
    throw new RangeError(
      `maxConcurrent is ${maxConcurrent}, and must be 1 or more`,
    );
  }
  const close = () => listener[Symbol.dispose]();
  if (signal.aborted) close();
  signal.addEventListener("abort", close);
  const slots = new Slots(maxConcurrent);
  const work: Promise<void>[] = [];
  await slots.take();
  for (let isOpen = true; isOpen;) {
    try {
      for await (const conn of listener) {
        work.push((async () => {
          try {
            await handle(conn);
          } catch {
            // Its own affair.
          } finally {
            conn[Symbol.dispose]();
            slots.giveBack();
          }
        })());
        await slots.take();
      }
      isOpen = false; // A closed listener ends a for await silently.
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  await Promise.all(work);
}
