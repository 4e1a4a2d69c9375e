import {
  classifyFailure,
  type End,
} from "../../../../solutions/09_connection_endings.ts";

export { classifyFailure };

class Ending implements Disposable {
  bytes = 0;
  readonly #conn: Deno.Conn;
  readonly #buffer = new Uint8Array(16384);

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  async toTheEnd(): Promise<End> {
    try {
      let n;
      while ((n = await this.#conn.read(this.#buffer)) !== null) {
        this.bytes += n;
      }
      return "fin";
    } catch (error) {
      const kind = classifyFailure(error);
      if (kind !== "reset" && kind !== "local") throw error;
      return kind;
    }
  }

  async within(ms: number): Promise<"clean" | "forced"> {
    const due = performance.now() + ms;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      timer = setTimeout(
        () => performance.now() >= due ? this[Symbol.dispose]() : wait(),
        Math.min(1000, Math.max(1, due - performance.now())),
      );
    };
    wait();
    try {
      await this.#conn.closeWrite();
      return await this.toTheEnd() === "fin" ? "clean" : "forced";
    } catch {
      return "forced";
    } finally {
      clearTimeout(timer);
    }
  }

  [Symbol.dispose](): void {
    try {
      this.#conn.close();
    } catch {
      // It is closed.
    }
  }
}

export async function drain(
  conn: Deno.Conn,
): Promise<{ bytes: number; end: End }> {
  const ending = new Ending(conn);
  const end = await ending.toTheEnd();
  return { bytes: ending.bytes, end };
}

export function guard(
  handle: (conn: Deno.Conn) => Promise<void>,
): (conn: Deno.Conn) => Promise<void> {
  return async (conn) => {
    using _ending = new Ending(conn);
    try {
      await handle(conn);
    } catch {
      // Only this client is concerned.
    }
  };
}

export async function closeGracefully(
  conn: Deno.Conn,
  options: { drainMs: number },
): Promise<"clean" | "forced"> {
  using ending = new Ending(conn);
  return await ending.within(options.drainMs);
}
