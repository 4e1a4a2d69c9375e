import type { Server } from "../../../../solutions/03_server_flow.ts";

const ANSWER = new TextEncoder().encode("OK!!!");

function writeFrom(conn: Deno.Conn, at: number): Promise<void> {
  return at === ANSWER.length
    ? Promise.resolve()
    : conn.write(ANSWER.subarray(at)).then((n) => writeFrom(conn, at + n));
}

function readOn(
  conn: Deno.Conn,
  buffer: Uint8Array,
  log: (line: string) => void,
): Promise<void> {
  return conn.read(buffer).then((n) => {
    if (n === null) return log("Client quit!!!");
    const text = new TextDecoder("utf-8").decode(buffer.slice(0, n));
    log(`client says ${n} bytes`);
    log(`Server recv: ${text}`);
    return writeFrom(conn, 0).then(() =>
      text === "exit"
        ? log("Client quit!!!")
        : readOn(conn, buffer.fill(0), log)
    );
  });
}

export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const log = options.log ?? (() => {});
  const listener = Deno.listen({
    hostname: "127.0.0.1",
    port: options.port ?? 0,
  });
  const open: Deno.Conn[] = [];
  const served: Promise<void>[] = [];
  let stopped = false;

  function close(conn: Deno.Conn): void {
    const at = open.indexOf(conn);
    if (at < 0) return;
    open.splice(at, 1);
    conn.close();
  }

  function acceptNext(): Promise<void> {
    return listener.accept().then((conn) => {
      open.push(conn);
      if (stopped) return close(conn);
      const end = () => close(conn);
      served.push(readOn(conn, new Uint8Array(512), log).then(end, end));
    }, () => {}).then(() => stopped ? undefined : acceptNext());
  }

  const finished = acceptNext().then(() => Promise.all(served)).then(() => {});
  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    stop: () => {
      if (stopped) return finished;
      stopped = true;
      listener.close();
      for (const conn of [...open]) close(conn);
      return finished;
    },
  };
}
