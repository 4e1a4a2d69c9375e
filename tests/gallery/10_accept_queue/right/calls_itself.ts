export { probeAcceptQueue } from "../../../../solutions/10_accept_queue.ts";

export function acceptLoop(
  listener: Deno.TcpListener,
  { maxConcurrent, handle, signal }: {
    maxConcurrent: number;
    handle: (conn: Deno.Conn) => Promise<void>;
    signal: AbortSignal;
  },
): Promise<void> {
  if (!Number.isInteger(maxConcurrent) || maxConcurrent < 1) {
    // Thrown at once, not as a rejection.
    throw new RangeError(
      `${maxConcurrent} is no number of slots: 1 is the least`,
    );
  }
  return new Promise((resolve) => {
    let running = 0;
    let isAccepting = false;
    let isClosed = false;

    const tryClose = (socket: { close(): void }) => {
      try {
        socket.close();
      } catch {
        // Closed.
      }
    };
    const settleOne = (conn: Deno.Conn) => {
      tryClose(conn);
      running--;
      next();
    };

    function next(): void {
      if (isClosed && running === 0) return resolve();
      if (isClosed || isAccepting || running >= maxConcurrent) return;
      isAccepting = true;
      listener.accept().then((conn) => {
        isAccepting = false;
        running++;
        new Promise<void>((done) => done(handle(conn))).then(
          () => settleOne(conn),
          () => settleOne(conn),
        );
        next();
      }, (error) => {
        isAccepting = false;
        isClosed ||= error.name === "BadResource";
        if (isClosed || error.name === "NotConnected") next();
        else setTimeout(next, 5);
      });
    }

    const stop = () => {
      if (isClosed) return;
      isClosed = true;
      tryClose(listener);
      if (!isAccepting) next();
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    else next();
  });
}
