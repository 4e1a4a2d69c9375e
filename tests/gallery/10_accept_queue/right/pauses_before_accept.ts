// Right: lets a turn of the event loop pass before each accept(), so that none is pending when the call returns.
import type { AcceptOptions } from "../../../../solutions/10_accept_queue.ts";
export { probeAcceptQueue } from "../../../../solutions/10_accept_queue.ts";

const pause = (ms: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function acceptLoop(
  listener: Deno.TcpListener,
  { maxConcurrent, handle, signal }: AcceptOptions,
): Promise<void> {
  if (!(Number.isInteger(maxConcurrent) && maxConcurrent >= 1)) {
    throw new RangeError(`maxConcurrent is ${maxConcurrent}: not 1 or more`);
  }
  const close = (socket: { close(): void }) => {
    try {
      socket.close();
    } catch {
      // Somebody has closed it.
    }
  };
  const stop = () => close(listener);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const running = new Set<Promise<void>>();
  async function serve(conn: Deno.Conn): Promise<void> {
    await Promise.try(() => handle(conn)).catch(() => {});
    close(conn);
  }
  for (let isOpen = true; isOpen;) {
    await pause(0);
    if (running.size >= maxConcurrent) await Promise.race(running);
    try {
      const work = serve(await listener.accept());
      running.add(work);
      work.then(() => running.delete(work));
    } catch (error) {
      isOpen = !(error instanceof Deno.errors.BadResource);
      if (!(error instanceof Deno.errors.NotConnected)) await pause(10);
    }
  }
  await Promise.all(running);
  signal.removeEventListener("abort", stop);
}
