export { probeAcceptQueue } from "../../../../solutions/10_accept_queue.ts";

interface Options {
  maxConcurrent: number;
  handle: (conn: Deno.Conn) => Promise<void>;
  signal: AbortSignal;
}

export async function acceptLoop(
  listener: Deno.TcpListener,
  { maxConcurrent, handle, signal }: Options,
): Promise<void> {
  if (!(Number.isSafeInteger(maxConcurrent) && maxConcurrent > 0)) {
    throw new RangeError(`${maxConcurrent} slots: at least 1 is needed`);
  }
  let turn: Promise<unknown> = Promise.resolve();
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    try {
      listener.close();
    } catch {
      // Closed by somebody else.
    }
  };
  signal.addEventListener("abort", end);
  if (signal.aborted) end();

  async function accept(): Promise<Deno.TcpConn | undefined> {
    while (!isOver) {
      try {
        return await listener.accept();
      } catch (error) {
        if (error instanceof Deno.errors.BadResource) isOver = true;
        else await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  }

  async function work(): Promise<void> {
    while (true) {
      const mine = turn.then(accept);
      turn = mine;
      const conn = await mine;
      if (conn === undefined) return;
      try {
        await handle(conn);
      } catch (error) {
        console.error("a handler failed:", error);
      }
      try {
        conn.close();
      } catch {
        // The handler has closed it.
      }
    }
  }
  // There are never more clients than descriptors.
  const length = Math.min(maxConcurrent, 65_536);
  await Promise.all(Array.from({ length }, work));
  signal.removeEventListener("abort", end);
}
