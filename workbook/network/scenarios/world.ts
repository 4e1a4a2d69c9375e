/**
 * What a scenario may use, on the kernel and on the model alike, and how it
 * tells what it observes. Scenarios use the global timers: on the model these
 * are on its virtual clock.
 *
 * @module
 */
import type { Endpoint } from "../../endpoint.ts";
import {
  rowsOf,
  type SocketRow,
  type SocketTableSource,
  until,
} from "../../kernel/mod.ts";

/** IPv4 loopback. */
export const hostname: string = "127.0.0.1";

/** More bytes than the buffers of a connection hold. */
export const HUGE: number = 50_000_000;

/** A peer that can reset its connection, which `Deno.TcpConn` cannot. */
export interface ResettingPeer {
  /** Its own end. */
  readonly local: Endpoint;
  /** Sends all of a text. */
  write(text: string): Promise<void>;
  /** Ends the sending direction. */
  end(): Promise<void>;
  /** Sends RST. */
  reset(): void;
}

/** A network: the kernel's or the model's. */
export interface World {
  /** As `Deno.listen`. */
  listen(options: Deno.ListenOptions): Deno.TcpListener;
  /** As `Deno.connect`. */
  connect(options: Deno.ConnectOptions): Promise<Deno.TcpConn>;
  /** Connects a peer that can reset. */
  dial(server: Endpoint): Promise<ResettingPeer>;
  /** The socket table. */
  readonly table: SocketTableSource;
}

/** Writes one line of what a program can observe. */
export type Say = (line: string) => void;

/** One exchange, told as lines. */
export interface Scenario {
  /** A sentence. */
  name: string;
  /** What it needs of the machine beyond sockets of 127.0.0.1. */
  needs?: "IPv6" | "every address" | "kernel table";
  /** Whether TCP fixes all it tells. If not, only `kind` is compared: sizes are those of Linux on loopback. */
  only?: "kind";
  /** Does it. Sockets left open are closed afterwards. */
  run(world: World, say: Say): Promise<void>;
}

/** A connection with both its ends and the listener it came through. */
export interface Pair {
  listener: Deno.TcpListener;
  port: number;
  client: Deno.TcpConn;
  server: Deno.TcpConn;
}

/** Listens, connects, accepts. */
export async function pair(
  world: World,
  host: string = hostname,
  tcpBacklog = 511,
): Promise<Pair> {
  const listener = world.listen({ hostname: host, port: 0, tcpBacklog });
  const { port } = listener.addr;
  const client = await world.connect({ hostname: host, port });
  const server = await listener.accept();
  return { listener, port, client, server };
}

function shown(value: unknown): string {
  // Deno resolves some calls that are typed `void` to null.
  if (value === undefined) return "done";
  if (typeof value === "object" && value !== null && "close" in value) {
    return "a connection";
  }
  return JSON.stringify(value);
}

/** An error by all that a program can tell it by. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${JSON.stringify(error)}`;
  const { code } = error as Error & { code?: unknown };
  return `${error.name} ${code ?? "-"} "${error.message}"`;
}

/** Makes a call and says what came of it. */
export async function tell(
  say: Say,
  label: string,
  call: () => unknown,
): Promise<void> {
  try {
    say(`${label}: ${shown(await call())}`);
  } catch (error) {
    say(`${label}: ${told(error)}`);
  }
}

/** As {@linkcode tell}, for a call whose result is typed `void`. */
export function tellVoid(
  say: Say,
  label: string,
  call: () => unknown,
): Promise<void> {
  return tell(say, label, async () => void await call());
}

/** Bytes of a text. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Writes all. */
export async function writeAll(
  conn: Deno.TcpConn,
  data: Uint8Array | string,
): Promise<void> {
  const all = typeof data === "string" ? bytes(data) : data;
  for (let at = 0; at < all.length;) at += await conn.write(all.subarray(at));
}

/** Reads `count` bytes as text; fewer at end of stream. */
export async function readText(
  conn: Deno.TcpConn,
  count: number,
): Promise<string> {
  const buffer = new Uint8Array(count);
  let got = 0;
  while (got < count) {
    const n = await conn.read(buffer.subarray(got));
    if (n === null) break;
    got += n;
  }
  return new TextDecoder().decode(buffer.subarray(0, got));
}

/** Reads to the end; how many bytes there were, and how it ended. */
export async function drain(conn: Deno.TcpConn): Promise<string> {
  const buffer = new Uint8Array(65_536);
  let count = 0;
  try {
    for (let n; (n = await conn.read(buffer)) !== null;) count += n;
    return `${count} bytes, then null`;
  } catch (error) {
    return `${count} bytes, then ${told(error)}`;
  }
}

/** One read. */
export function readOnce(
  conn: Deno.TcpConn,
  size = 100,
): Promise<number | null> {
  return conn.read(new Uint8Array(size));
}

/** Time for what must not happen to happen. */
export function pause(ms = 20): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Whether a call is pending after a pause. */
export async function pendingAfterPause(
  work: Promise<unknown>,
): Promise<boolean> {
  let pending = true;
  const done = () => pending = false;
  work.then(done, done);
  await pause();
  return pending;
}

/** One row with the port's name instead of its number. */
function rowText(row: SocketRow, port: number): string {
  const side = row.local.port === port ? "server" : "client";
  return row.state === "LISTEN" ? "LISTEN" : `${side} ${row.state}`;
}

/**
 * Waits for the states of a port's sockets, and says them. The listener's own
 * row is left out unless it is asked for.
 */
export async function reach(
  world: World,
  say: Say,
  port: number,
  ...states: string[]
): Promise<SocketRow[]> {
  let seen: string[] = [];
  const listed = states.includes("LISTEN");
  const pick = (rows: SocketRow[]) =>
    rows.filter((row) => listed || row.state !== "LISTEN");
  try {
    const rows = await until((rows) => {
      seen = pick(rows).map((row) => rowText(row, port));
      return seen.join() === states.join();
    }, { ports: [port], source: world.table, withinMs: 1_500 });
    say(`states: ${seen.join(", ")}`);
    return pick(rows);
  } catch {
    say(`states: ${seen.join(", ")}, not ${states.join(", ")}`);
    return pick(await rowsOf([port], world.table));
  }
}

/** Waits until a number of bytes (an unread FIN counts one) waits at one side. */
export async function arrived(
  world: World,
  port: number,
  side: "client" | "server",
  count: number,
): Promise<void> {
  const end = side === "server" ? "local" : "remote";
  await until(
    (rows) =>
      rows.some((row) =>
        row.state !== "LISTEN" && row[end].port === port &&
        row.receiveQueue === count
      ),
    { ports: [port], source: world.table, withinMs: 1_500 },
  );
}

/** Queues and owners of rows. */
export function queues(rows: SocketRow[]): string {
  return rows.map((row) =>
    `${row.receiveQueue} to read, ${row.sendQueue} to send, ${
      row.owned ? "held" : "not held"
    }`
  ).join("; ");
}

/** Waits for the states of a port's sockets, and says them and their queues. */
export async function reachQueues(
  ...reached: Parameters<typeof reach>
): Promise<void> {
  const [, say] = reached;
  say(queues(await reach(...reached)));
}
