export { bindOutcome, whoWaits } from "../../../../solutions/11_time_wait.ts";

export function relisten(
  port: number,
  options: { withinMs: number },
): Promise<Deno.TcpListener> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    let timer: ReturnType<typeof setInterval> | undefined;
    const attempt = () => {
      try {
        resolve(Deno.listen({ hostname: "127.0.0.1", port }));
      } catch (error) {
        const isInUse = error instanceof Deno.errors.AddrInUse;
        if (isInUse && performance.now() - began < options.withinMs) return;
        reject(error);
      }
      clearInterval(timer);
      timer = undefined;
      isOver = true;
    };
    let isOver = false;
    attempt();
    if (!isOver) timer = setInterval(attempt, 25);
  });
}

class Polite {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(readonly conn: Deno.Conn, readonly ms: number) {}

  async answer(): Promise<void> {
    const reply = Uint8Array.of(79, 75, 33, 33, 33);
    let sent = 0;
    while (sent < 5) sent += await this.conn.write(reply.subarray(sent));
  }

  async run(): Promise<void> {
    const buffer = new Uint8Array(2000);
    try {
      for (;;) {
        const n = await this.conn.read(buffer);
        if (n === null) return;
        if (this.#timer) continue;
        const isExit = n === 4 &&
          String.fromCharCode(...buffer.subarray(0, n)) === "exit";
        await this.answer();
        if (isExit) this.#timer = setTimeout(() => this.end(), this.ms);
      }
    } catch {
      // Reset, or over.
    } finally {
      this.end();
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    if (this.#isOver) return;
    this.#isOver = true;
    this.conn.close();
  }
}

export const politeHandler = (
  conn: Deno.Conn,
  options: { closeWithinMs: number },
): Promise<void> => new Polite(conn, options.closeWithinMs).run();
