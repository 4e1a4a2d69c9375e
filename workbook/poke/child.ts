/**
 * The process that runs a submission while its peer is played by hand. It may use
 * loopback and read the workbook, nothing else.
 *
 * @module
 */
import { conflictFault, loadFault } from "../sandbox/load_fault.ts";
import { leaveMark } from "../sandbox/mark.ts";
import { markSockets } from "../sandbox/mark_sockets.ts";
import type { Contact } from "../sandbox/messages.ts";
import { connectToParent, readJob } from "../sandbox/parent.ts";
import { placeInSubmission } from "../sandbox/paths.ts";
import { faultOf } from "../sandbox/thrown_fault.ts";
import { hexAndText, visible } from "../terminal/bytes.ts";
import { NotStarted } from "../todo.ts";
import { loadPlays } from "./play.ts";
import {
  type Job,
  type Order,
  type Report,
  transcriptLine,
} from "./protocol.ts";

/** Characters of a value that are shown. */
const SHOWN = 300;

const exit = Deno.exit;
const job = await readJob<Job & Contact>();
const play = (await loadPlays(job))[job.play];
const parent = await connectToParent<Report, Order>(job);

function report(message: Report): Promise<void> {
  // Where calls are traced, the line belongs between them.
  const text = job.marks ? transcriptLine(message, play.call) : undefined;
  if (text !== undefined) leaveMark({ type: "peer", text });
  return parent.report(message);
}

/** A value in one line that is safe to print. */
function shown(value: unknown): string {
  if (value instanceof Uint8Array) return hexAndText(value);
  const text = Deno.inspect(value, { breakLength: Infinity, depth: 3 });
  const line = visible(text.replace(/\s*\n\s*/g, " "));
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

/** What was thrown: class, first line of the message, place in the submission. */
function thrown(error: unknown): { text: string; at?: string } {
  if (!(error instanceof Error)) return { text: shown(error) };
  const [message] = error.message.split("\n");
  return {
    text: visible(`${error.name}: ${message}`).slice(0, SHOWN),
    at: placeInSubmission(error.stack),
  };
}

/** The function that called `todo()`: the frame below it. */
function stubName({ stack }: NotStarted): string {
  const frames = [...(stack ?? "").matchAll(/^ +at (?:async )?(\S+) \(/gm)];
  const at = frames.findIndex(([, name]) => name === "todo");
  return frames[at + 1]?.[1] ?? "a function";
}

function reportFailure(
  error: unknown,
  type: "threw" | "crashed",
): Promise<void> {
  if (error instanceof NotStarted) {
    return report({ type: "not written", name: stubName(error) });
  }
  const { cause, what = cause, at } = faultOf(error, type);
  return cause === "not-allowed"
    ? report({ type: "not allowed", what: visible(what), at })
    : report({ type, ...thrown(error) });
}

/** An error that reached nobody ends a program. */
async function crash(event: Event, error: unknown): Promise<void> {
  event.preventDefault();
  await reportFailure(error, "crashed");
  exit(1);
}

/** Stops the server that was started. */
let stop: () => Promise<void> | undefined = () => undefined;

async function stopServer(): Promise<void> {
  try {
    await stop();
  } catch (error) {
    await reportFailure(error, "threw");
  }
  await report({ type: "stopped" });
}

async function call(submission: Record<string, unknown>): Promise<void> {
  const show = (text: string) =>
    void report({ type: "shows", text: visible(text).slice(0, SHOWN) });
  try {
    await report({ type: "called" });
    if (play.role === "client") {
      const value = await play.run(submission, { ...job.server }, show);
      return await report({ type: "returned", text: shown(value) });
    }
    const server = await play.start(submission, show);
    stop = () => server.stop?.();
    const port = server?.addr?.port;
    if (!Number.isInteger(port)) {
      throw new TypeError(
        `Cannot connect: addr.port of the result is ${shown(port)}`,
      );
    }
    await report({ type: "listens", port });
  } catch (error) {
    await reportFailure(error, "threw");
  }
}

addEventListener("unhandledrejection", (event) => crash(event, event.reason));
addEventListener("error", (event) => crash(event, event.error));

if (job.marks) markSockets();
let submission: Record<string, unknown> = {};
const text = await Deno.readTextFile(new URL(job.submission)).catch(() => "");
const conflict = conflictFault(text, job.submission);
if (conflict) {
  const { what = conflict.cause, at } = conflict;
  await report({ type: "not loadable", what, at });
  exit(3);
}
try {
  submission = await import(job.submission);
} catch (error) {
  const { what = "the file cannot be loaded", at } = loadFault(
    error,
    job.submission,
  );
  await report({ type: "not loadable", what, at });
  exit(3);
}
const missing = [play.name, ...play.also ?? []].find((name) =>
  typeof submission[name] !== "function"
);
if (missing !== undefined) {
  await report({ type: "not exported", name: missing });
  exit(3);
}
call(submission);
for await (const order of parent.orders()) {
  if (order.type === "again") call(submission);
  else if (order.type === "stop") stopServer();
  else report({ type: "answer" });
}
exit(0);
