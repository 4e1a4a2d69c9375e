import { counted } from "../counted.ts";
import { type Ends, leaveMark } from "./mark.ts";

let calls = 0;
/** What a call returns that returns nothing. */
const nothing = () => "";
const bytes = (n: number) => counted(n, "byte");

/** Marks the beginning and the end of a call that returns at once. */
function marked<T>(
  call: string,
  ends: Ends | undefined,
  run: () => T,
  show: (value: T) => string = nothing,
): T {
  const id = ++calls;
  leaveMark({ type: "begin", id, call, ends });
  try {
    const value = run();
    leaveMark({ type: "end", id, result: show(value) });
    return value;
  } catch (error) {
    leaveMark({ type: "end", id, result: `throws ${(error as Error).name}` });
    throw error;
  }
}

/** The same for a call that returns a promise. */
async function markedAsync<T>(
  call: string,
  ends: Ends | undefined,
  run: () => Promise<T>,
  show: (value: T) => string = nothing,
): Promise<T> {
  const id = ++calls;
  leaveMark({ type: "begin", id, call, ends });
  try {
    const value = await run();
    leaveMark({ type: "end", id, result: show(value) });
    return value;
  } catch (error) {
    leaveMark({ type: "end", id, result: `throws ${(error as Error).name}` });
    throw error;
  }
}

const port = (addr: Deno.Addr) => (addr as Deno.NetAddr).port;
const isTcp = (addr: Deno.Addr) => addr.transport === "tcp";

/** Replaces methods of one object. */
function replace(object: object, methods: Record<PropertyKey, unknown>): void {
  for (const key of Reflect.ownKeys(methods)) {
    const value = methods[key as string];
    Object.defineProperty(object, key, { value, configurable: true });
  }
}

function markConn<C extends Deno.Conn>(conn: C): C {
  if (!isTcp(conn.localAddr)) return conn;
  const ends = { local: port(conn.localAddr), remote: port(conn.remoteAddr) };
  const own = Object.getPrototypeOf(conn);
  const count = (n: number | null) => String(n);
  replace(conn, {
    read: (buffer: Uint8Array) =>
      markedAsync<number | null>(
        `conn.read(${bytes(buffer.length)})`,
        ends,
        () => own.read.call(conn, buffer),
        count,
      ),
    write: (data: Uint8Array) =>
      markedAsync<number>(
        `conn.write(${bytes(data.length)})`,
        ends,
        () => own.write.call(conn, data),
        count,
      ),
    setNoDelay: (on?: boolean) =>
      marked(
        `conn.setNoDelay(${on ?? ""})`,
        ends,
        () => own.setNoDelay.call(conn, on),
      ),
    setKeepAlive: (on?: boolean) =>
      marked(
        `conn.setKeepAlive(${on ?? ""})`,
        ends,
        () => own.setKeepAlive.call(conn, on),
      ),
    closeWrite: () =>
      markedAsync("conn.closeWrite()", ends, () => own.closeWrite.call(conn)),
    close: () => marked("conn.close()", ends, () => own.close.call(conn)),
    [Symbol.dispose]: () =>
      marked(
        "conn.close(), by using",
        ends,
        () => own[Symbol.dispose].call(conn),
      ),
  });
  return conn;
}

function markListener(listener: Deno.TcpListener): Deno.TcpListener {
  const ends = { local: port(listener.addr) };
  const own = Object.getPrototypeOf(listener);
  replace(listener, {
    accept: async () =>
      markConn(
        await markedAsync<Deno.TcpConn>(
          "listener.accept()",
          ends,
          () => own.accept.call(listener),
          ({ remoteAddr }) => `connection from port ${remoteAddr.port}`,
        ),
      ),
    close: () =>
      marked("listener.close()", ends, () => own.close.call(listener)),
    [Symbol.dispose]: () =>
      marked(
        "listener.close(), by using",
        ends,
        () => own[Symbol.dispose].call(listener),
      ),
  });
  return listener;
}

/** An argument as it is written. */
function written(options: object): string {
  const { hostname, port, tcpBacklog } = options as Deno.TcpListenOptions;
  const fields = [
    hostname !== undefined && `hostname: ${JSON.stringify(hostname)}`,
    `port: ${port}`,
    tcpBacklog !== undefined && `tcpBacklog: ${tcpBacklog}`,
  ];
  return `{ ${fields.filter(Boolean).join(", ")} }`;
}

/** Has every call of a TCP socket leave a mark, from now on. */
export function markSockets(): void {
  const { listen, connect } = Deno;
  const isUnix = (options: object) =>
    (options as { transport?: string }).transport === "unix";
  Object.assign(Deno, {
    listen(options: Deno.TcpListenOptions) {
      if (isUnix(options)) return listen(options);
      return markListener(
        marked(
          `Deno.listen(${written(options)})`,
          undefined,
          () => listen(options),
          ({ addr }) => `${addr.hostname}, port ${addr.port}`,
        ),
      );
    },
    async connect(options: Deno.ConnectOptions) {
      if (isUnix(options)) return await connect(options);
      return markConn(
        await markedAsync<Deno.TcpConn>(
          `Deno.connect(${written(options)})`,
          undefined,
          () => connect(options),
          ({ localAddr }) => `connection from port ${localAddr.port}`,
        ),
      );
    },
  });
}
