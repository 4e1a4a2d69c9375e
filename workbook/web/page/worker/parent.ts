/**
 * Takes the place of `workbook/sandbox/parent.ts` in the Worker: the page is
 * the parent, and a port leads to it. Everything that a submission could reach
 * the page or the site with is taken away here.
 *
 * @module
 */
import { session } from "../../../grading/kit/check_context.ts";
import { reseed } from "../../../grading/kit/random.ts";
import type {
  Job as GradingJob,
  Report as GradingReport,
} from "../../../grading/protocol.ts";
import { leap } from "../../../network/clock.ts";
import { createNetwork } from "../../../network/mod.ts";
import { streamChunk } from "../../../network/streams.ts";
import {
  type Contact,
  decodeMessage,
  messageText,
  type SignOfLife,
} from "../../../sandbox/messages.ts";
import { firstMessage, later } from "./deno.ts";
import { SITE } from "./import_file.ts";
import { type Hear, recordChecks } from "./recording.ts";
import {
  isSubmission,
  type Submission,
  takeSubmission,
  textOf,
} from "./submission.ts";
import { writePlainTraces } from "./traces.ts";
import type {
  Beginning,
  FromWorker,
  Practice,
  ToWorker,
} from "../judge/worker_messages.ts";

const { setTimeout } = globalThis;
const { apply } = Reflect;
const { subarray, slice } = Uint8Array.prototype;
const postMessage = MessagePort.prototype.postMessage;
const { wait } = Atomics;
const neverWoken = new Int32Array(new SharedArrayBuffer(4));
// A getter of a submission's would get the event, and with it the port.
const dataOf = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")!
  .get!;

/** Time between two signs of life, in milliseconds. */
const BEAT_MS = 200;

/** What a submission may import, and what its code gets. */
const EARLY = [
  "workbook/web/page/worker/counted.js",
  "workbook/todo.js",
  "workbook/endpoint.js",
  "workbook/tcp/mod.js",
  "workbook/kernel/mod.js",
];

/** The stack of a Worker has 500 KB in Chromium; Deno's has 1 MB. */
const CHUNK_BYTES = 32_768;

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

/** What the page says on the port: perhaps the model answer, then the text and what is to be done with it, then orders. */
const rest = Promise.withResolvers<ToWorker>();
const first = Promise.withResolvers<Submission | undefined>();
let isGiven = false;
const waiting: string[] = [];
let wake = () => {};

function listen(): void {
  port.onmessage = (event) => {
    const data = apply(dataOf, event, []);
    if (typeof data !== "string") return take(data);
    waiting.push(data);
    wake();
  };
}

function take(message: ToWorker | Practice): void {
  if ("model" in message) return first.resolve(message.model);
  isGiven = true;
  first.resolve(undefined);
  rest.resolve(message);
}

/** The model answer, to practise with until there is a text; nothing if the text comes first. */
export async function forPractice(): Promise<Submission | undefined> {
  await loadEarly();
  return await first.promise;
}

/** Whether there is a text to judge. */
export function hasText(): boolean {
  return isGiven;
}

/**
 * What this Worker is to do, as far as it is known before there is a text. The
 * engine and the grader are loaded with it, up to where the text is read.
 */
export async function readJob<Job extends Contact>(): Promise<Job> {
  const { data, ports }: MessageEvent<Beginning> = await firstMessage;
  port = ports[0];
  listen();
  // A page has no other network than the model.
  const schedules = [{ profile: "kind", seed: 0 }];
  const job = { ...data, from: 0, schedules } as unknown as Job & GradingJob;
  let complete: Promise<void> | undefined;
  later.readTextFile = async (file) => {
    const { href } = new URL(file);
    // That of a practice is there.
    if (!isSubmission(href)) await (complete ??= completeJob(job));
    return textOf(href);
  };
  later.exit = (code) => end({ exit: code });
  later.outOfMemory = (bytes) => end({ memory: bytes });
  streamChunk.bytes = CHUNK_BYTES;
  // See immediate.ts: all else that is ready goes before the clock.
  if ("scheduler" in globalThis) leap.turns = 1;
  writePlainTraces();
  closeWays();
  return job;
}

/** Waits for the text, and for the rest of what is to be done. Nothing of the submission has run. */
async function completeJob(job: GradingJob): Promise<void> {
  await loadEarly();
  const { submission, recorded, job: given } = await rest.promise;
  takeSubmission(submission);
  later.print = print;
  later.isCounting = true;
  if (recorded) {
    hear = await recordChecks(
      (recording) => post({ recording }),
      recorded === "in pieces" ? (piece) => post({ piece }) : undefined,
    );
  }
  const { seed, schedules, word } = given as GradingJob & Contact;
  markBegins = new TextEncoder().encode(`\0${word} `);
  isChosen = schedules !== undefined;
  Object.assign(job, given, {
    schedules: schedules ?? [{ profile: "kind", seed }],
    // A recording has each line at its moment.
    holdsLines: (given as GradingJob).holdsLines && !recorded,
  });
  session.seed = seed;
  reseed(seed);
  // From now on silence counts: loading took as long as it took.
  sign({ type: "hello", token: "", pid: 0 });
  beat();
}

/** What the first check and most submissions load: now there is time for it. */
async function loadEarly(): Promise<void> {
  await Promise.all([
    import("../../../grading/child/model.ts"),
    ...EARLY.map((path) => import(new URL(path, SITE).href)),
  ]);
}

/** That a check is right, until the next one begins: one message instead of two. */
let held: string[] = [];

function send(message: { type: string }): void {
  const lines = held;
  held = [];
  lines[lines.length] = messageText(message);
  post({ lines });
}

function sign(message: SignOfLife): void {
  send(message);
}

function beat(): void {
  sign({ type: "beat" });
  setTimeout(beat, BEAT_MS);
}

/** Stands for the connection to the page: the port is there already. */
export async function connectToParent<Report extends object, Order>(
  _contact: Contact,
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
  nameClasses(listener, conn);
  return {
    conn,
    report(message) {
      const report = message as unknown as GradingReport;
      hear(report);
      if (report.type === "end" && report.outcome === "right") {
        held[held.length] = messageText(report);
      } // Where the page chose no schedule it knows nothing of one.
      else if (report.type !== "schedule" || isChosen) send(report);
      return Promise.resolve();
    },
    async *orders() {
      for (;;) {
        while (waiting.length > 0) {
          yield decodeMessage(waiting.shift()!) as Order;
        }
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
  };
}

/** A compiled file has other names: what a verdict shows of a socket begins with that of its class. */
function nameClasses(listener: Deno.TcpListener, conn: Deno.TcpConn): void {
  const { constructor } = conn;
  const names: Array<[object, string]> = [
    [listener.constructor, "Listener"],
    [constructor, "TcpConn"],
    [Object.getPrototypeOf(constructor), "Conn"],
  ];
  for (const [named, value] of names) {
    Object.defineProperty(named, "name", { value, configurable: true });
  }
}

let printed = 0;
let told = 0;

/** How a mark of this run begins: see `pieceMark()`. */
let markBegins = new Uint8Array();
/** The last mark, until something is printed behind it: most checks print nothing. */
let mark: Uint8Array | undefined;

function isMark(bytes: Uint8Array): boolean {
  for (let i = 0; i < markBegins.length; i++) {
    if (bytes[i] !== markBegins[i]) return false;
  }
  return true;
}

function print(bytes: Uint8Array): void {
  if (isMark(bytes)) {
    mark = bytes;
    return;
  }
  if (mark) sendPrinted(mark);
  mark = undefined;
  sendPrinted(bytes);
}

/**
 * Sends on what is printed, up to a limit. The rest is only counted, and told
 * in ever larger steps: a program that prints without end sends few messages.
 */
function sendPrinted(bytes: Uint8Array): void {
  const room = Math.max(0, SENT_BYTES - printed);
  printed += bytes.length;
  if (room === 0 && printed < told * 1.25) return;
  const shown = apply(slice, apply(subarray, bytes, [0, room]), []);
  post({ printed: shown, bytes: printed - told });
  told = printed;
}

/**
 * Ends the Worker: the page does it, and nothing of the submission runs until
 * then. It sleeps: a browser gives what a Worker is doing two seconds to end,
 * and a loop would take a core from the next judging for so long.
 */
function end(last: FromWorker): never {
  post(last);
  for (;;) wait(neverWoken, 0, 0);
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
