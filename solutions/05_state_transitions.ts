import type { Endpoint } from "../workbook/endpoint.ts";
import type { ByteOrder } from "../workbook/kernel/mod.ts";
import type { TcpEvent, TcpState } from "../workbook/tcp/mod.ts";

/** Event, state afterwards (`=`: it stays), segment sent, states before. What is not here changes and sends nothing. */
const MACHINE = `
open_passive       LISTEN      -       CLOSED
open_active        SYN_SENT    SYN     CLOSED
rcv_syn            SYN_RCVD    SYN,ACK LISTEN
rcv_syn_ack        ESTABLISHED ACK     SYN_SENT
rcv_syn            SYN_RCVD    SYN,ACK SYN_SENT
rcv_ack_of_syn     ESTABLISHED -       SYN_RCVD
rcv_syn_ack        ESTABLISHED ACK     SYN_RCVD
close              FIN_WAIT_1  FIN     SYN_RCVD ESTABLISHED
rcv_fin            CLOSE_WAIT  ACK     SYN_RCVD ESTABLISHED
rcv_ack_of_fin     FIN_WAIT_2  -       FIN_WAIT_1
rcv_fin            CLOSING     ACK     FIN_WAIT_1
rcv_fin_ack_of_fin TIME_WAIT   ACK     FIN_WAIT_1
rcv_fin            TIME_WAIT   ACK     FIN_WAIT_2
rcv_ack_of_fin     TIME_WAIT   -       CLOSING
close              LAST_ACK    FIN     CLOSE_WAIT
rcv_ack_of_fin     CLOSED      -       LAST_ACK
timeout_2msl       CLOSED      -       TIME_WAIT
close              CLOSED      -       LISTEN SYN_SENT
abort              CLOSED      -       LISTEN SYN_SENT CLOSING LAST_ACK
abort              CLOSED      -       TIME_WAIT
abort              CLOSED      RST     SYN_RCVD ESTABLISHED FIN_WAIT_1
abort              CLOSED      RST     FIN_WAIT_2 CLOSE_WAIT
rcv_rst            CLOSED      -       SYN_SENT ESTABLISHED FIN_WAIT_1
rcv_rst            CLOSED      -       FIN_WAIT_2 CLOSE_WAIT CLOSING LAST_ACK
rcv_rst            CLOSED      -       TIME_WAIT
rcv_rst[passive]   LISTEN      -       SYN_RCVD
rcv_rst[active]    CLOSED      -       SYN_RCVD
timeout_user       CLOSED      -       SYN_SENT SYN_RCVD ESTABLISHED FIN_WAIT_1
timeout_user       CLOSED      -       FIN_WAIT_2 CLOSE_WAIT CLOSING LAST_ACK
rcv_syn            =           RST,ACK CLOSED
rcv_ack            =           RST     CLOSED
rcv_syn_ack        =           RST     CLOSED
rcv_fin            =           RST     CLOSED
rcv_data           =           RST     CLOSED
rcv_ack            =           RST     LISTEN
rcv_syn_ack        =           RST     LISTEN
rcv_bad_ack        =           RST     SYN_SENT SYN_RCVD
rcv_syn[active]    =           ACK     SYN_RCVD
rcv_syn            =           ACK     ESTABLISHED FIN_WAIT_1 FIN_WAIT_2
rcv_data           =           ACK     ESTABLISHED FIN_WAIT_1 FIN_WAIT_2
rcv_bad_ack        =           ACK     ESTABLISHED
rcv_out_of_window  =           ACK     ESTABLISHED
rcv_fin            =           ACK     CLOSE_WAIT CLOSING LAST_ACK TIME_WAIT
rcv_data           =           ACK     TIME_WAIT
timeout_rtx        =           SYN     SYN_SENT
timeout_rtx        =           SYN,ACK SYN_RCVD
timeout_rtx        =           FIN     FIN_WAIT_1 CLOSING LAST_ACK
`;

const RULES = new Map<string, { to: string; sent: string }>();
for (const line of MACHINE.trim().split("\n")) {
  const [event, to, sent, ...states] = line.split(/ +/);
  for (const state of states) RULES.set(`${state} ${event}`, { to, sent });
}

/** What a connection does when `event` happens in `state` (RFC 9293 section 3.10). */
export function nextState(
  state: TcpState,
  event: TcpEvent,
): { state: TcpState; sends: string[] } {
  const { to, sent } = RULES.get(`${state} ${event}`) ?? { to: "=", sent: "-" };
  return {
    state: to === "=" ? state : to as TcpState,
    sends: sent === "-" ? [] : [sent],
  };
}

/** The three segments that open a connection. A SYN takes one number of 2^32. */
export function openingSegments(
  clientIsn: number,
  serverIsn: number,
): { from: "client" | "server"; flags: string; seq: number; ack?: number }[] {
  const [seq, ack] = [(clientIsn + 1) % 2 ** 32, (serverIsn + 1) % 2 ** 32];
  return [
    { from: "client", flags: "SYN", seq: clientIsn },
    { from: "server", flags: "SYN,ACK", seq: serverIsn, ack: seq },
    { from: "client", flags: "ACK", seq, ack },
  ];
}

/** The column `st`, from 01 to 0B (include/net/tcp_states.h of Linux). */
const CODES =
  `ESTABLISHED SYN_SENT SYN_RCVD FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT CLOSED
   CLOSE_WAIT LAST_ACK LISTEN CLOSING`.split(/\s+/) as TcpState[];

/** The address is printed as a number of the host's own order; the port was turned round before. */
function endpoint(text: string, host: ByteOrder): Endpoint {
  const [address, port] = text.split(":");
  const bytes = address.match(/../g)!.map((pair) => parseInt(pair, 16));
  if (host === "little-endian") bytes.reverse();
  return { hostname: bytes.join("."), port: parseInt(port, 16) };
}

/** Reads the text of `/proc/net/tcp`. */
export function parseSocketTable(
  text: string,
  host: ByteOrder,
): { local: Endpoint; remote: Endpoint; state: TcpState }[] {
  return text.split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([number]) => /^\d+:$/.test(number))
    .map(([, local, remote, code]) => ({
      local: endpoint(local, host),
      remote: endpoint(remote, host),
      state: CODES[parseInt(code, 16) - 1],
    }));
}

const hostname = "127.0.0.1";

/** Writes until the kernel takes no more: a FIN sent now waits behind these bytes. */
const fill = (conn: Deno.Conn) => conn.write(new Uint8Array(2 ** 24));

/** Reads to the end of stream: then the peer's FIN is here. */
async function drain(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(2 ** 16);
  while (await conn.read(buffer) !== null);
}

/** Leads one connection through its life, and stops at `state`. Returns the port that shows it. */
async function live(
  state: TcpState,
  keep: <T extends { close(): void }>(socket: T) => T,
): Promise<number> {
  const tcpBacklog = state === "SYN_SENT" ? 0 : 1;
  const listener = keep(Deno.listen({ hostname, port: 0, tcpBacklog }));
  const { port } = listener.addr;
  if (state === "LISTEN") return port;
  const client = keep(await Deno.connect({ hostname, port }));
  if (state === "SYN_SENT") {
    // The first client fills the queue, so the next SYN is dropped.
    const giveUp = new AbortController();
    keep({ close: () => giveUp.abort() });
    Deno.connect({ hostname, port, signal: giveUp.signal })
      .then((conn) => conn.close(), () => {});
    return port;
  }
  const server = keep(await listener.accept());
  const clientPort = client.localAddr.port;
  if (state === "ESTABLISHED") return clientPort;
  if (state === "FIN_WAIT_1" || state === "CLOSING") await fill(client);
  if (state === "CLOSING") await fill(server);
  await client.closeWrite();
  if (state === "FIN_WAIT_1") return clientPort;
  if (state === "CLOSING") {
    await server.closeWrite();
    await drain(client);
    return clientPort;
  }
  await drain(server);
  if (state === "CLOSE_WAIT") return port;
  if (state === "FIN_WAIT_2") {
    // This byte carries the acknowledgment of the FIN, which could come later.
    await server.write(new Uint8Array(1));
    await client.read(new Uint8Array(1));
    return clientPort;
  }
  if (state === "LAST_ACK") await fill(server);
  await server.closeWrite();
  if (state === "LAST_ACK") return port;
  await drain(client);
  return clientPort; // TIME_WAIT
}

/** Brings a socket into a state that lasts until `close()`. */
export async function enterState(
  state: TcpState,
): Promise<{ port: number; close(): void }> {
  if (state === "CLOSED" || state === "SYN_RCVD") {
    throw new RangeError(`Cannot enter ${state}: no descriptor shows it`);
  }
  const open: { close(): void }[] = [];
  const close = () => open.forEach((socket) => socket.close());
  try {
    const port = await live(state, (socket) => (open.push(socket), socket));
    return { port, close };
  } catch (error) {
    close();
    throw error;
  }
}
