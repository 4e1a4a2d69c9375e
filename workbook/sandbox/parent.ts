/**
 * The end of the connection that is inside the process of a submission. A
 * program of the workbook imports it before it loads the submission.
 *
 * @module
 */
import {
  BEAT_MS,
  chunksOf,
  type Contact,
  decodeMessage,
  encodeMessage,
  linesOf,
  PARENT_GONE,
  type SignOfLife,
} from "./messages.ts";

// A submission may replace these later.
const { exit, memoryUsage } = Deno;
const { setTimeout } = globalThis;
const { apply } = Reflect;
const { set, subarray } = Uint8Array.prototype;

/** The process that started this one. */
export interface Parent<Report extends object, Order> {
  /** The connection to it. */
  readonly conn: Deno.TcpConn;
  /** Sends a message. Messages arrive in the order of these calls, each as a whole. */
  report(message: Report): Promise<void>;
  /** What the parent says, until it closes the connection. */
  orders(): AsyncGenerator<Order>;
}

/**
 * Reads what this process is to do, and how it finds its parent. Without a job
 * it ends: it was started for one that never came, or its parent is gone.
 */
export async function readJob<Job extends Contact>(): Promise<Job> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of Deno.stdin.readable) {
    text += decoder.decode(chunk, { stream: true });
  }
  if (text === "") exit(PARENT_GONE);
  return JSON.parse(text);
}

/** Joins messages to one piece. */
function joined(messages: readonly Uint8Array[]): Uint8Array {
  if (messages.length === 1) return messages[0];
  let length = 0;
  for (let i = 0; i < messages.length; i++) length += messages[i].length;
  const all = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < messages.length; i++) {
    apply(set, all, [messages[i], at]);
    at += messages[i].length;
  }
  return all;
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
  const conn = await Deno.connect({ hostname: "127.0.0.1", port })
    .catch(({ message }): never => {
      console.error(
        `Cannot reach 127.0.0.1: ${message}. Is the loopback interface of this machine up, and may programs use it?`,
      );
      return exit(1);
    });
  // Messages are small writes: none must wait for another.
  conn.setNoDelay(true);
  const write = conn.write.bind(conn);
  let waiting: Uint8Array[] = [];
  let sending: Promise<void> | undefined;
  // What is said while a message is on its way goes with the next one: each
  // takes a call of the system, and wakes the parent.
  const sendWaiting = async (): Promise<void> => {
    await undefined;
    try {
      while (waiting.length > 0) {
        const bytes = joined(waiting);
        waiting = [];
        for (let sent = 0; sent < bytes.length;) {
          sent += await write(apply(subarray, bytes, [sent]));
        }
      }
    } catch {
      exit(PARENT_GONE);
    }
    sending = undefined;
  };
  const sendBytes = (bytes: Uint8Array): Promise<void> => {
    waiting[waiting.length] = bytes;
    return sending ??= sendWaiting();
  };
  const send = (message: object) => sendBytes(encodeMessage(message, token));
  const sign = (message: SignOfLife) => send(message);
  const beat = () => {
    sign({ type: "beat", residentBytes: memoryUsage().rss });
    setTimeout(beat, BEAT_MS);
  };
  const hello: SignOfLife = { type: "hello", token, pid: Deno.pid };
  await sendBytes(encodeMessage(hello));
  beat();
  return {
    conn,
    report: send,
    async *orders() {
      try {
        for await (const line of linesOf(chunksOf(conn))) {
          yield decodeMessage(line) as Order;
        }
      } catch {
        // The connection broke, or a submission broke into it: it is closed.
      }
    },
  };
}
