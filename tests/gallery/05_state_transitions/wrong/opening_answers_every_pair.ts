import type { Endpoint } from "../../../../workbook/endpoint.ts";
import type { ByteOrder } from "../../../../workbook/kernel/mod.ts";
import type { TcpEvent, TcpState } from "../../../../workbook/tcp/mod.ts";
import { todo } from "../../../../workbook/todo.ts";

/** What an event does; `undefined`: these rules do not name the pair. */
type Answer = { state: TcpState; sends: string[] } | undefined;

// Part 1. opening: the five pairs of the picture in step 2, each with the next
// state and the segments sent, spelled SYN, SYN,ACK or ACK; undefined for every
// other pair. A switch will do, or a table. openingSegments: the three segments
// with their numbers.
/** The opening, of the client and of the server. */
function opening(state: TcpState, event: TcpEvent): Answer {
  switch (`${state} ${event}`) {
    case "CLOSED open_passive":
      return { state: "LISTEN", sends: [] };
    case "CLOSED open_active":
      return { state: "SYN_SENT", sends: ["SYN"] };
    case "LISTEN rcv_syn":
      return { state: "SYN_RCVD", sends: ["SYN,ACK"] };
    case "SYN_SENT rcv_syn_ack":
      return { state: "ESTABLISHED", sends: ["ACK"] };
    case "SYN_RCVD rcv_ack_of_syn":
      return { state: "ESTABLISHED", sends: [] };
  }
  return { state, sends: [] };
}

// Part 3. closing: the pairs of the picture in step 6, from both ends;
// rcv_fin_ack_of_fin in FIN_WAIT_1; a FIN in SYN_RCVD, which counts as in
// ESTABLISHED. Each sends FIN, ACK or nothing. undefined for every other pair.
/** The closing, of the active and of the passive closer. */
function closing(state: TcpState, event: TcpEvent): Answer {
  const go = (to: TcpState, ...sends: string[]) => ({ state: to, sends });
  const t: Partial<Record<TcpState, Partial<Record<TcpEvent, Answer>>>> = {
    ESTABLISHED: {
      close: go("FIN_WAIT_1", "FIN"),
      rcv_fin: go("CLOSE_WAIT", "ACK"),
    },
    SYN_RCVD: { rcv_fin: go("CLOSE_WAIT", "ACK") },
    FIN_WAIT_1: {
      rcv_ack_of_fin: go("FIN_WAIT_2"),
      rcv_fin_ack_of_fin: go("TIME_WAIT", "ACK"),
    },
    FIN_WAIT_2: { rcv_fin: go("TIME_WAIT", "ACK") },
    CLOSE_WAIT: { close: go("LAST_ACK", "FIN") },
    LAST_ACK: { rcv_ack_of_fin: go("CLOSED") },
    TIME_WAIT: { timeout_2msl: go("CLOSED") },
  };
  return t[state]?.[event];
}

// Part 5. beside: both close, both dial, SYN,ACK in SYN_RCVD, close in LISTEN
// and SYN_SENT, a reset in every state: never answered, and in SYN_RCVD it is
// rcv_rst[passive] or rcv_rst[active]. undefined for every other pair: rest()
// then changes nothing.
/** The thin lines of the map, and a reset. */
function beside(state: TcpState, event: TcpEvent): Answer {
  if (event === "rcv_rst[passive]" && state === "SYN_RCVD") {
    return { state: "LISTEN", sends: [] };
  }
  if (event.startsWith("rcv_rst")) {
    return { state: state === "LISTEN" ? state : "CLOSED", sends: [] };
  }
  if (state === "FIN_WAIT_1" && event === "rcv_fin") {
    return { state: "CLOSING", sends: ["ACK"] };
  }
  if (state === "CLOSING" && event === "rcv_ack_of_fin") {
    return { state: "TIME_WAIT", sends: [] };
  }
  if (state === "SYN_SENT" && event === "rcv_syn") {
    return { state: "SYN_RCVD", sends: ["SYN,ACK"] };
  }
  if (state === "SYN_RCVD" && event === "rcv_syn_ack") {
    return { state: "ESTABLISHED", sends: ["ACK"] };
  }
  if (event === "close" && (state === "LISTEN" || state === "SYN_SENT")) {
    return { state: "CLOSED", sends: [] };
  }
}

// Beyond. rest: every rule of the Reference under "The rules beside the map".
// What they do not name changes nothing and sends nothing, as now.
/** Everything else. */
function rest(state: TcpState, _event: TcpEvent): NonNullable<Answer> {
  return { state, sends: [] };
}

/**
 * What a connection does when `event` happens in `state` (RFC 9293 section
 * 3.10). A call that the state refuses, or only queues, changes nothing.
 *
 * @returns The state afterwards, and the segments sent, by their flags: `SYN`,
 * `SYN,ACK`, `ACK`, `FIN`, `RST`, `RST,ACK`. What is sent again counts, too.
 */
export function nextState(
  state: TcpState,
  event: TcpEvent,
): { state: TcpState; sends: string[] } {
  return opening(state, event) ?? closing(state, event) ??
    beside(state, event) ?? rest(state, event);
}

/**
 * The three segments that open a connection. A SYN takes one number; after
 * 4294967295 comes 0.
 *
 * @param clientIsn The client's initial sequence number.
 * @param serverIsn The server's.
 */
export function openingSegments(
  clientIsn: number,
  serverIsn: number,
): { from: "client" | "server"; flags: string; seq: number; ack?: number }[] {
  const inc = (n: number) => (n + 1) >>> 0;
  return [
    { from: "client", flags: "SYN", seq: clientIsn },
    { from: "server", flags: "SYN,ACK", seq: serverIsn, ack: inc(clientIsn) },
    { from: "client", flags: "ACK", seq: inc(clientIsn), ack: inc(serverIsn) },
  ];
}

/** The column `st`, from 01 to 0B (include/net/tcp_states.h of Linux). */
const CODES =
  `ESTABLISHED SYN_SENT SYN_RCVD FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT CLOSED
   CLOSE_WAIT LAST_ACK LISTEN CLOSING`.split(/\s+/) as TcpState[];

// Part 2. parseSocketTable: a header line, then one line for each socket. Any
// number of spaces sets columns apart, and may begin and end a line. Blank lines
// are passed over. Return a row for each line, in the kernel's order. The
// address is a number of the machine's own order; the port is the same on both.

/** The address is printed as a number of the host's own order; the port was turned round before. */
function endpoint(text: string, host: ByteOrder): Endpoint {
  const [a, p] = text.split(":");
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, parseInt(a, 16), host === "little-endian");
  return {
    hostname: Array.from({ length: 4 }, (_, i) => view.getUint8(i)).join("."),
    port: parseInt(p, 16),
  };
}

/**
 * Reads the text of `/proc/net/tcp`.
 *
 * @param text What the kernel printed.
 * @param host The byte order of the machine whose kernel printed it.
 */
export function parseSocketTable(
  text: string,
  host: ByteOrder,
): { local: Endpoint; remote: Endpoint; state: TcpState }[] {
  const rows = [];
  const lines = text.split("\n").filter((l) => l.trim());
  for (const line of lines.slice(1)) {
    const [, local, rem, st] = line.trim().split(/ +/);
    rows.push({
      local: endpoint(local, host),
      remote: endpoint(rem, host),
      state: CODES[Number("0x" + st) - 1],
    });
  }
  return rows;
}

const hostname = "127.0.0.1";

/** Writes until the kernel takes no more: a FIN sent now waits behind these bytes. */
const fill = (conn: Deno.Conn) => conn.write(new Uint8Array(2 ** 24));

/** Reads to the end of stream: then the peer's FIN is here. */
async function drain(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(2 ** 16);
  while (await conn.read(buffer) !== null);
}

// Part 4. live: bring a socket of 127.0.0.1 into LISTEN, ESTABLISHED,
// CLOSE_WAIT, FIN_WAIT_2 or TIME_WAIT. Once the state is there, return the local
// port of the row that shows it. Give every socket to keep(), which returns it:
// close() frees them. Several calls may run at once: port 0.
// Beyond. SYN_SENT (return the remote port), FIN_WAIT_1, LAST_ACK and
// CLOSING: live() may reject for each of them.

/** Leads one connection through its life, and stops at `state`. Returns the port that shows it. */
async function live(
  state: TcpState,
  keep: <T extends { close(): void }>(socket: T) => T,
): Promise<number> {
  if (/^(SYN_SENT|FIN_WAIT_1|LAST_ACK|CLOSING)$/.test(state)) {
    return await todo("beyond: what holds this state?", fill);
  }
  const listener = keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr as Deno.NetAddr;
  if (state === "LISTEN") return port;
  const [client, server] = await Promise.all([
    Deno.connect({ hostname, port }),
    listener.accept(),
  ]);
  keep(client);
  keep(server);
  const mine = (client.localAddr as Deno.NetAddr).port;
  switch (state) {
    case "ESTABLISHED":
      return mine;
    case "CLOSE_WAIT":
      await client.closeWrite();
      await drain(server);
      return port;
    case "FIN_WAIT_2":
      await client.closeWrite();
      await drain(server);
      await server.write(new Uint8Array(1));
      await client.read(new Uint8Array(1));
      return mine;
    case "TIME_WAIT":
      await client.closeWrite();
      await drain(server);
      await server.closeWrite();
      await drain(client);
      return mine;
  }
  throw new Error("no");
}

/**
 * Brings a socket into a state that lasts until `close()`.
 *
 * @returns When the state is reached: the local port of the row that shows it
 * (for SYN_SENT the remote port, since the local one is not known yet), and a
 * function that frees every socket. A row in TIME_WAIT may stay behind it.
 * @throws If the state is not covered; nothing is left open then.
 */
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
