/**
 * What is looked at before a submission is loaded.
 *
 * @module
 */
import type { Fault } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { type Hole, holesIn } from "../../scaffold.ts";
import { readablePath, ROOT } from "../../paths.ts";

/** What a module imports, as it is written: static imports, and dynamic ones of a literal. */
const IMPORTED = /\b(?:from|import)\s*\(?\s*(["'])([^"'\n]+)\1/g;

/** What the text of a submission shows before it is loaded. */
export interface Admission {
  /** Why it is not even loaded. */
  fault?: Fault;
  /** Whether it may open sockets of `node:`. */
  usesNodeSockets: boolean;
  /** Whether it may take its timers or clocks from `node:`. */
  usesNodeTime: boolean;
  /** The holes that are still in it. */
  holes: Hole[];
}

const NOTHING = { usesNodeSockets: false, usesNodeTime: false, holes: [] };

/** Parts of `node:` that open no socket. */
const WITHOUT_SOCKETS = new Set(
  ("assert async_hooks buffer events module os path perf_hooks process " +
    "querystring stream string_decoder timers url util").split(" "),
);

/** Whether a text names a part of `node:` that may open sockets, or one whose name it computes. */
function usesNodeSockets(text: string): boolean {
  return [...text.matchAll(/\bnode:(\w*)/g)]
    .some(([, name]) => !WITHOUT_SOCKETS.has(name));
}

/**
 * Looks at the text of a submission.
 *
 * @param submission The submission, as a `file:` address.
 */
export async function admit(submission: string): Promise<Admission> {
  let text: string;
  try {
    const { size } = await Deno.stat(new URL(submission));
    if (size > LIMITS.fileBytes) {
      return { ...NOTHING, fault: tooLong(size) };
    }
    text = await Deno.readTextFile(new URL(submission));
  } catch {
    return { ...NOTHING }; // The loader reports why it cannot be read.
  }
  return {
    fault: graderImported(text, submission),
    usesNodeSockets: usesNodeSockets(text),
    usesNodeTime: text.includes("node:"),
    holes: holesIn(text),
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

/** The fault of a submission that imports the grader, which it could change. */
function graderImported(text: string, submission: string): Fault | undefined {
  for (const [, , name] of text.matchAll(IMPORTED)) {
    if (!/^[./]|^file:/.test(name) || !URL.canParse(name, submission)) continue;
    const { href } = new URL(name, submission);
    if (!isGrader(href)) continue;
    return {
      cause: "not-allowed",
      what: `the file imports ${readablePath(href)}, a part of the grader`,
      expected: "a submission that does not know who judges it",
      lookAt: "the import: take it out",
    };
  }
}

function isGrader(href: string): boolean {
  if (!href.startsWith(ROOT)) return false;
  const path = href.slice(ROOT.length);
  return /^tests\/\w+\.ts/.test(path) ||
    /^workbook\/(grading|sandbox)\//.test(path);
}
