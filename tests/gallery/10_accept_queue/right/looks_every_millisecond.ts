// Right: looks every millisecond whether a slot is free, and closes at the abort whatever accept() has just returned.
export { probeAcceptQueue } from "../../../../solutions/10_accept_queue.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function acceptLoop(
  listener: Deno.TcpListener,
  { maxConcurrent, handle, signal }: {
    maxConcurrent: number;
    handle: (conn: Deno.TcpConn) => Promise<void>;
    signal: AbortSignal;
  },
): Promise<void> {
  if (!Number.isInteger(maxConcurrent) || maxConcurrent <= 0) {
    throw RangeError(
      `maxConcurrent: ${maxConcurrent} is not a positive integer`,
    );
  }
  let running = 0;
  let isOpen = true;
  function shut() {
    if (isOpen) {
      try {
        listener.close();
      } catch (error) {
        console.log("closed before:", error);
      }
    }
    isOpen = false;
  }
  if (signal.aborted) shut();
  else signal.addEventListener("abort", shut);

  async function one(conn: Deno.TcpConn) {
    running++;
    try {
      await handle(conn);
    } catch {
      // Logged by the handler.
    }
    try {
      conn.close();
    } catch {
      // Closed by the handler.
    }
    running--;
  }

  while (isOpen) {
    if (running >= maxConcurrent) {
      await pause(1);
      continue;
    }
    try {
      const conn = await listener.accept();
      if (isOpen) one(conn);
      else conn.close();
    } catch (error) {
      if ((error as Error).name === "BadResource") isOpen = false;
      else await pause(1);
    }
  }
  while (running > 0) await pause(1);
}
