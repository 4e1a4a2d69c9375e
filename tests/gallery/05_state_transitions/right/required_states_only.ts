import type { Endpoint } from "../../../../workbook/endpoint.ts";
import type { ByteOrder } from "../../../../workbook/kernel/mod.ts";
import type { TcpState } from "../../../../workbook/tcp/mod.ts";
export * from "../../../../solutions/05_state_transitions.ts";

const hostname = "127.0.0.1";

/** A listener, and one connection through it. */
class Sockets implements Disposable {
  readonly listener = Deno.listen({ hostname, port: 0 });
  readonly port = this.listener.addr.port;
  client?: Deno.TcpConn;
  server?: Deno.TcpConn;

  async connect(): Promise<[client: Deno.TcpConn, server: Deno.TcpConn]> {
    const accepted = this.listener.accept();
    this.client = await Deno.connect({ hostname, port: this.port });
    this.server = await accepted;
    return [this.client, this.server];
  }

  close() {
    this.listener.close();
    this.client?.close();
    this.server?.close();
  }

  [Symbol.dispose]() {
    this.close();
  }
}

const isOver = async (conn: Deno.Conn) =>
  await conn.read(new Uint8Array(1)) === null;

export function enterState(state: TcpState) {
  switch (state) {
    case "LISTEN":
      return Promise.resolve(new Sockets());
    case "ESTABLISHED":
      return lead(async () => {});
    case "CLOSE_WAIT":
      return lead(async (client, server) => {
        await client.closeWrite();
        await isOver(server);
      });
    case "FIN_WAIT_2":
      return lead(async (_client, server) => {
        await server.closeWrite();
      });
    case "TIME_WAIT":
      return lead(async (client, server) => {
        await server.closeWrite();
        await isOver(client);
        await client.closeWrite();
        await isOver(server);
      });
  }
  return Promise.reject(new TypeError(`${state} is not covered`));
}

async function lead(
  steps: (client: Deno.TcpConn, server: Deno.TcpConn) => Promise<void>,
) {
  const sockets = new Sockets();
  await steps(...await sockets.connect());
  return sockets;
}

const ROW =
  /^ *\d+: +([\dA-F]{8}):([\dA-F]{4}) +([\dA-F]{8}):([\dA-F]{4}) +([\dA-F]{2}) /gm;

const NAMES = new Map<number, TcpState>([
  [1, "ESTABLISHED"],
  [2, "SYN_SENT"],
  [3, "SYN_RCVD"],
  [4, "FIN_WAIT_1"],
  [5, "FIN_WAIT_2"],
  [6, "TIME_WAIT"],
  [7, "CLOSED"],
  [8, "CLOSE_WAIT"],
  [9, "LAST_ACK"],
  [10, "LISTEN"],
  [11, "CLOSING"],
]);

function endpoint(address: string, port: string, host: ByteOrder): Endpoint {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, Number(`0x${address}`), host === "little-endian");
  const hostname = Array.from(new Uint8Array(view.buffer)).join(".");
  return { hostname, port: Number(`0x${port}`) };
}

export function parseSocketTable(text: string, host: ByteOrder) {
  return [...text.matchAll(ROW)].map(([, a, p, b, q, code]) => ({
    local: endpoint(a, p, host),
    remote: endpoint(b, q, host),
    state: NAMES.get(Number(`0x${code}`))!,
  }));
}
