/**
 * Takes the place of `workbook/sandbox/parent.ts` in the Worker: the page is
 * the parent, and a port leads to it. Everything that a submission could reach
 * the page or the site with is taken away here.
 *
 * @module
 */
import type {
  Job as GradingJob,
  Report as GradingReport,
} from "../../../grading/protocol.ts";
import { createNetwork } from "../../../network/mod.ts";
import {
  type Contact,
  decodeMessage,
  encodeMessage,
  type SignOfLife,
} from "../../../sandbox/messages.ts";
import { firstMessage, later } from "./deno.ts";
import { type Hear, recordChecks } from "./recording.ts";
import { takeSubmission, textOf } from "./submission.ts";
import { writePlainTraces } from "./traces.ts";
import type { FromWorker, ToWorker } from "../judge/worker_messages.ts";

const { setTimeout } = globalThis;
const { apply } = Reflect;
const { subarray, slice } = Uint8Array.prototype;
const decoder = new TextDecoder();
const { decode } = TextDecoder.prototype;
const postMessage = MessagePort.prototype.postMessage;

/** Time between two signs of life, in milliseconds. */
const BEAT_MS = 200;

/** How much of what is printed is sent on: the page keeps less. */
const SENT_BYTES = 200_000;

interface Parent<Report extends object, Order> {
  readonly conn: Deno.TcpConn;
  report(message: Report): Promise<void>;
  orders(): AsyncGenerator<Order>;
}

let port: MessagePort;
/** Whether the page chose the schedules. */
let isChosen = false;
let hear: Hear = () => {};

function post(message: FromWorker): void {
  apply(postMessage, port, [message]);
}

/** Waits for what this Worker is to do. */
export async function readJob<Job extends Contact>(): Promise<Job> {
  const { data, ports }: MessageEvent<ToWorker> = await firstMessage;
  port = ports[0];
  later.readTextFile = (file) => textOf(new URL(file).href);
  later.print = print;
  later.exit = exit;
  takeSubmission(data.submission);
  if (data.isRecorded) {
    hear = await recordChecks((it) => post({ recording: it }));
  }
  writePlainTraces();
  closeWays();
  const job = data.job as unknown as Job & GradingJob;
  isChosen = job.schedules !== undefined;
  // A page has no other network than the model.
  const { schedules = [{ profile: "kind", seed: job.seed }] } = job;
  return { ...job, schedules };
}

/** Connects to the page, and gives signs of life from now on. */
export async function connectToParent<Report extends object, Order>(
  { token }: Contact,
): Promise<Parent<Report, Order>> {
  // Between the checks there is a network, too: the graders look at its sockets.
  const idle = createNetwork({ seed: 0, allowNet: ["127.0.0.1", "[::1]"] });
  later.listen = idle.listen;
  later.connect = idle.connect;
  const listener = idle.listen({ hostname: "127.0.0.1", port: 0 });
  const conn = await idle.connect({
    hostname: "127.0.0.1",
    port: listener.addr.port,
  });
  const send = (message: { type: string }) =>
    post({ line: apply(decode, decoder, [encodeMessage(message)]) });
  const sign = (message: SignOfLife) => send(message);
  const beat = () => {
    sign({ type: "beat" });
    setTimeout(beat, BEAT_MS);
  };
  sign({ type: "hello", token, pid: 0 });
  beat();
  return {
    conn,
    report(message) {
      const report = message as unknown as GradingReport;
      hear(report);
      // Where the page chose no schedule it knows nothing of one.
      if (report.type !== "schedule" || isChosen) send(report);
      return Promise.resolve();
    },
    async *orders() {
      const waiting: Order[] = [];
      let wake = () => {};
      port.onmessage = ({ data }) => {
        waiting.push(decodeMessage(data) as Order);
        wake();
      };
      for (;;) {
        while (waiting.length > 0) yield waiting.shift()!;
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
  };
}

let printed = 0;
let told = 0;

/**
 * Sends on what is printed, up to a limit. The rest is only counted, and told
 * in ever larger steps: a program that prints without end sends few messages.
 */
function print(bytes: Uint8Array): void {
  const room = Math.max(0, SENT_BYTES - printed);
  printed += bytes.length;
  if (room === 0 && printed < told * 1.25) return;
  const shown = apply(slice, apply(subarray, bytes, [0, room]), []);
  post({ printed: shown, bytes: printed - told });
  told = printed;
}

/** Ends the Worker: the page does it, and nothing of the submission runs until then. */
function exit(code: number): never {
  post({ exit: code });
  for (;;);
}

/** Ways of a Worker to other programs, to the site and to what the page keeps. */
const WAYS = (
  "postMessage fetch XMLHttpRequest WebSocket WebSocketStream WebTransport " +
  "EventSource importScripts indexedDB caches BroadcastChannel SharedWorker " +
  "Worker Notification navigator name onmessage onmessageerror close " +
  "webkitRequestFileSystem webkitRequestFileSystemSync " +
  "webkitResolveLocalFileSystemURL webkitResolveLocalFileSystemSyncURL " +
  "RTCDataChannel FileReaderSync cookieStore requestAnimationFrame FontFace " +
  "fonts"
).split(" ");

function closeWays(): void {
  for (
    let object: object | null = globalThis;
    object !== null && object !== Object.prototype;
    object = Object.getPrototypeOf(object)
  ) {
    for (const name of WAYS) {
      if (Object.hasOwn(object, name)) Reflect.deleteProperty(object, name);
    }
  }
}
