import type { Endpoint } from "../workbook/endpoint.ts";
import type { ByteOrder } from "../workbook/kernel/mod.ts";
import type { TcpEvent, TcpState } from "../workbook/tcp/mod.ts";

// In the exercise, part 1: /** What an event does; `undefined`: these rules do not name the pair. */
//   type Answer = { state: TcpState; sends: string[] } | undefined;
// End of part 1.

// In the exercise, part 1: // Part 1. opening: the five pairs of the picture in step 2, each with the next
//   // state and the segments sent, spelled SYN, SYN,ACK or ACK; undefined for every
//   // other pair. A switch will do, or a table. openingSegments: the three segments
//   // with their numbers.
//   /** The opening, of the client and of the server. */
//   function opening(state: TcpState, event: TcpEvent): Answer {
//     return todo("part 1: which pairs open a connection?", state, event);
//   }
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
// End of part 1.

// In the exercise, part 3: // Part 3. closing: the pairs of the picture in step 6, from both ends;
//   // rcv_fin_ack_of_fin in FIN_WAIT_1; a FIN in SYN_RCVD, which counts as in
//   // ESTABLISHED. Each sends FIN, ACK or nothing. undefined for every other pair.
//   /** The closing, of the active and of the passive closer. */
//   function closing(state: TcpState, event: TcpEvent): Answer {
//     return todo("part 3: which pairs close a connection?", state, event);
//   }
// End of part 3.

// In the exercise, part 5: // Part 5. beside: both close, both dial, SYN,ACK in SYN_RCVD, close in LISTEN
//   // and SYN_SENT, a reset in every state: never answered, and in SYN_RCVD it is
//   // rcv_rst[passive] or rcv_rst[active]. undefined for every other pair: rest()
//   // then changes nothing.
//   /** The thin lines of the map, and a reset. */
//   function beside(state: TcpState, event: TcpEvent): Answer {
//     return todo("part 5: which pairs are on the thin lines?", state, event);
//   }
// End of part 5.

// In the exercise, part beyond: // Beyond. rest: every rule of the Reference under "The rules beside the map".
//   // What they do not name changes nothing and sends nothing, as now.
//   /** Everything else. */
//   function rest(state: TcpState, _event: TcpEvent): NonNullable<Answer> {
//     return { state, sends: [] };
//   }
// End of part beyond.

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
  // In the exercise, part 1: return opening(state, event) ?? closing(state, event) ??
  //     beside(state, event) ?? rest(state, event);
  const { to, sent } = RULES.get(`${state} ${event}`) ?? { to: "=", sent: "-" };
  return {
    state: to === "=" ? state : to as TcpState,
    sends: sent === "-" ? [] : [sent],
  };
  // End of part 1.
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
  // In the exercise, part 1: return todo(
  //     "part 1: SYN, then SYN,ACK, then ACK: with which numbers?",
  //     clientIsn,
  //     serverIsn,
  //   );
  const [seq, ack] = [(clientIsn + 1) % 2 ** 32, (serverIsn + 1) % 2 ** 32];
  return [
    { from: "client", flags: "SYN", seq: clientIsn },
    { from: "server", flags: "SYN,ACK", seq: serverIsn, ack: seq },
    { from: "client", flags: "ACK", seq, ack },
  ];
  // End of part 1.
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
  // In the exercise, part 2: return todo("part 2: which byte comes first?", text, host);
  const [address, port] = text.split(":");
  const bytes = address.match(/../g)!.map((pair) => parseInt(pair, 16));
  if (host === "little-endian") bytes.reverse();
  return { hostname: bytes.join("."), port: parseInt(port, 16) };
  // End of part 2.
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
  // In the exercise, part 2: return todo(
  //     "part 2: which lines are rows, which columns count?",
  //     text,
  //     host,
  //     endpoint,
  //     CODES,
  //   );
  return text.split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([number]) => /^\d+:$/.test(number))
    .map(([, local, remote, code]) => ({
      local: endpoint(local, host),
      remote: endpoint(remote, host),
      state: CODES[parseInt(code, 16) - 1],
    }));
  // End of part 2.
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
  // In the exercise, part beyond: if (/^(SYN_SENT|FIN_WAIT_1|LAST_ACK|CLOSING)$/.test(state)) {
  //     return await todo("beyond: what holds this state?", fill);
  //   }
  // End of part beyond.
  // In the exercise, part 4: return await todo(
  //     "part 4: which calls lead into the state?",
  //     state,
  //     keep,
  //     hostname,
  //     drain,
  //   );
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
  // End of part 4.
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
