/**
 * The end of the connection that is inside the process of a submission. A
 * program of the workbook imports it before it loads the submission.
 *
 * @module
 */
import {
  type Contact,
  decodeMessage,
  encodeMessage,
  linesOf,
  PARENT_GONE,
  type SignOfLife,
} from "./messages.ts";

// A submission may replace these later.
const { exit } = Deno;
const { setTimeout } = globalThis;
const { apply } = Reflect;
const { subarray } = Uint8Array.prototype;

/** Time between two signs of life, in milliseconds. */
const BEAT_MS = 200;

/** The process that started this one. */
export interface Parent<Report extends object, Order> {
  /** The connection to it. */
  readonly conn: Deno.TcpConn;
  /** Sends a message. Messages arrive in the order of these calls, each as a whole. */
  report(message: Report): Promise<void>;
  /** What the parent says, until it closes the connection. */
  orders(): AsyncGenerator<Order>;
}

/** Reads what this process is to do, and how it finds its parent. */
export async function readJob<Job extends Contact>(): Promise<Job> {
  return JSON.parse(await new Response(Deno.stdin.readable).text());
}

/**
 * Connects to the parent process, and gives signs of life from now on. When the
 * parent is gone, a report ends this process with {@linkcode PARENT_GONE}.
 *
 * @param contact Where the parent listens.
 */
export async function connectToParent<Report extends object, Order>(
  { port, token }: Contact,
): Promise<Parent<Report, Order>> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  // Messages are small writes: none must wait for another.
  conn.setNoDelay(true);
  const write = conn.write.bind(conn);
  let sending: Promise<void> = Promise.resolve();
  const writeAfter = async (
    before: Promise<void>,
    bytes: Uint8Array,
  ): Promise<void> => {
    try {
      await before;
      for (let sent = 0; sent < bytes.length;) {
        sent += await write(apply(subarray, bytes, [sent]));
      }
    } catch {
      exit(PARENT_GONE);
    }
  };
  const send = (message: object): Promise<void> => {
    sending = writeAfter(sending, encodeMessage(message, token));
    return sending;
  };
  const sign = (message: SignOfLife) => send(message);
  const beat = () => {
    sign({ type: "beat" });
    setTimeout(beat, BEAT_MS);
  };
  const hello: SignOfLife = { type: "hello", token, pid: Deno.pid };
  await writeAfter(sending, encodeMessage(hello));
  beat();
  return {
    conn,
    report: send,
    async *orders() {
      try {
        for await (const line of linesOf(conn.readable)) {
          yield decodeMessage(line) as Order;
        }
      } catch {
        // The connection broke, or a submission broke into it: it is closed.
      }
    },
  };
}
