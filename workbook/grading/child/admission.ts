/**
 * What is looked at before a submission is loaded: its text, and the text of
 * every file of a learner that it imports.
 *
 * @module
 */
import type { Fault } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { conflictFault, emptyFault } from "../../sandbox/load_fault.ts";
import { type Hole, holesIn } from "../../scaffold.ts";
import { readablePath, ROOT } from "../../paths.ts";
import { importsIn } from "./imports.ts";
import { pattern } from "../../pattern.ts";

/** What the text of a submission shows before it is loaded. */
export interface Admission {
  /** Why it is not even loaded. */
  fault?: Fault;
  /** Whether it may use a part of `node:`, or `process`. */
  usesNode: boolean;
  /** Whether it may open sockets of `node:`. */
  usesNodeSockets: boolean;
  /** Whether it may take its timers or clocks from `node:`. */
  usesNodeTime: boolean;
  /** The holes that are still in it. */
  holes: Hole[];
  /** Its text, where the parent named its file. */
  text?: string;
}

/** Parts of `node:` that open no socket. */
const WITHOUT_SOCKETS = new Set(
  ("assert buffer events module os path perf_hooks process " +
    "querystring stream string_decoder timers url util").split(" "),
);

/** Whether a text names a part of `node:` that may open sockets, or one whose name it computes. */
function usesNodeSockets(text: string): boolean {
  return [...text.matchAll(pattern(/\bnode:(\w*)/g))]
    .some(([, name]) => !WITHOUT_SOCKETS.has(name));
}

/** Files of the workbook that a submission may load. */
const OPEN = pattern(
  /^workbook\/(?:(?:tcp|kernel|terminal|demo)\/|(?:endpoint|todo)\.ts$)/,
);

/** Names of such files without their end, or with another: there is no file of that name, and the loader says so. */
const MISSPELT = pattern(/^workbook\/(?:endpoint|todo)(?:\.\w+)?$/i);

/** Folders of the workbook that a submission has no business in. Known submissions are refused by a permission. */
const CLOSED = pattern(/^(?:workbook|tests|tools|\.git)\/|^(?:mod\.ts|\.git)$/);

/** Files that a submission may load, and whose functions a grader compares with. */
const ORACLE = pattern(/^workbook\/(?:tcp|kernel)\//);

/** Parts of `node:` that run code, load modules or look into the process: at the grader's timers, at the sockets of its peers. */
const CLOSED_NODE = pattern(
  /^(?:module|vm|v8|inspector(?:\/promises)?|worker_threads|repl|child_process|cluster|wasi|async_hooks|diagnostics_channel|trace_events)$/,
);

/** Ends of names of files that are ES modules in any folder, or no code. */
const MODULE = pattern(/\.(?:m?ts|m?js|json|txt)$/);

/** How many files of a learner are looked at. */
const FILES = 100;

/**
 * Looks at the text of a submission.
 *
 * @param submission The submission, as a `file:` address.
 */
export async function admit(submission: string): Promise<Admission> {
  const admission: Admission = {
    usesNode: false,
    usesNodeSockets: false,
    usesNodeTime: false,
    holes: [],
  };
  const files = [submission];
  for (let i = 0; i < files.length && !admission.fault; i++) {
    if (i === FILES) return { ...admission, fault: tooMany() };
    await look(files[i], files, admission);
  }
  return admission;
}

/** Looks at one file, and adds those that it imports. */
async function look(
  file: string,
  files: string[],
  admission: Admission,
): Promise<void> {
  let text: string;
  try {
    const { size, isFile, isDirectory } = await Deno.stat(new URL(file));
    if (!isFile && !isDirectory) {
      admission.fault = noFile(file);
      return;
    }
    if (size > LIMITS.fileBytes) {
      admission.fault = tooLong(size);
      return;
    }
    text = await Deno.readTextFile(new URL(file));
  } catch {
    return; // The loader reports why it cannot be read.
  }
  const { names, parts, computed } = importsIn(text);
  const parted = names.map(nodePart).filter((part) => part !== undefined);
  const named = [text, ...parted.map((part) => `node:${part}`)].join("\n");
  admission.usesNode ||= pattern(/node:|\bprocess\b|\bBuffer\b/).test(named);
  admission.usesNodeSockets ||= usesNodeSockets(named);
  admission.usesNodeTime ||= named.includes("node:");
  if (files[0] === file) {
    admission.text = text;
    admission.holes = holesIn(text);
  }
  admission.fault = conflictFault(text, file) ??
    (files[0] === file ? emptyFault(text, file) : undefined);
  for (const name of names) {
    const address = addressOf(name, file);
    admission.fault ??= refused(name, address);
    if (address?.protocol !== "file:") continue;
    const { href } = address;
    const path = readablePath(href);
    if (href.startsWith(ROOT) && ORACLE.test(path)) {
      admission.fault ??= asksTheOracle(path, parts.get(name));
    }
    if (!OPEN.test(path) && !files.includes(href)) files.push(href);
  }
  if (computed !== undefined) {
    admission.fault ??= notAllowed(
      "the file imports a module whose name is computed",
      'a name in quotes, without escapes: import("./helper.ts")',
      `${readablePath(file)}:${computed}:1`,
    );
  }
}

/**
 * Where an import leads, as Deno reads it: blanks around an address do not
 * count, nor does the case of `NODE:`.
 *
 * @param name The name, as it is written.
 * @param file The file that imports it.
 * @returns `undefined` for a name that is no address.
 */
function addressOf(name: string, file: string): URL | undefined {
  const isPath = pattern(/^\.{0,2}\//).test(name);
  const address = URL.parse(name) ?? (isPath && URL.parse(name, file));
  if (!address) return;
  // What stands behind them makes no other file.
  if (address.protocol === "file:") address.search = address.hash = "";
  return address;
}

/** The part of `node:` that an import may lead to; it can be imported without that word. */
function nodePart(name: string): string | undefined {
  if (pattern(/^\w[\w/]*$/).test(name)) return name;
  const { protocol, pathname } = URL.parse(name) ?? {};
  return protocol === "node:" ? pathname : undefined;
}

/** The fault of an import that a submission has no business with. */
function refused(name: string, address: URL | undefined): Fault | undefined {
  if (CLOSED_NODE.test(nodePart(name) ?? "")) {
    return notAllowed(`the file imports ${name}`, "a submission loads no code");
  }
  const { protocol = "", href = "" } = address ?? {};
  if (protocol === "data:" || protocol === "blob:") {
    return notAllowed("the file imports a module from a text", "a file");
  }
  if (protocol !== "file:") return;
  const path = readablePath(href);
  if (
    href.startsWith(ROOT) && CLOSED.test(path) && !OPEN.test(path) &&
    !MISSPELT.test(path)
  ) {
    return notAllowed(
      `the file imports ${path}, a part of the grader`,
      "a submission that does not know who judges it",
    );
  }
  if (pattern(/\.\w+$/).test(path) && !MODULE.test(path)) {
    return notAllowed(
      `the file imports ${path}`,
      "a file whose name ends in .ts",
    );
  }
}

/**
 * The fault of an answer that lets the workbook answer: a grader would compare a
 * function with itself. Types and constants may be imported.
 *
 * @param path A file of the workbook.
 * @param parts What is imported of it; everything without it.
 */
function asksTheOracle(
  path: string,
  parts = ["everything"],
): Fault | undefined {
  // Functions begin with a small letter here, types and constants do not.
  const part = parts.find((each) => pattern(/^[a-z_$]/).test(each));
  if (part === undefined) return;
  return notAllowed(
    `the file imports ${part} of ${path}, which the grader compares with`,
    "types alone, import type { … }, and functions of your own",
  );
}

function notAllowed(what: string, expected: string, at?: string): Fault {
  const lookAt = "the import: take it out";
  return { cause: "not-allowed", what, expected, lookAt, at };
}

/** A device or a pipe: its end may never come. */
function noFile(file: string): Fault {
  return {
    cause: "not-loadable",
    what: `${readablePath(file)} is no file, but a device or a pipe`,
    lookAt: "the path: it must name a file",
  };
}

/** Reading it would block the process, as an endless loop does. */
function tooLong(size: number): Fault {
  return {
    cause: "not-loadable",
    what: `the file has ${size} bytes; the limit is ${LIMITS.fileBytes}`,
    lookAt: "the path, and what was written into the file",
  };
}

function tooMany(): Fault {
  return {
    cause: "not-loadable",
    what: `the submission imports more than ${FILES} files`,
    lookAt: "which of its imports it needs",
  };
}
