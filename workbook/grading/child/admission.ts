/**
 * What is looked at before a submission is loaded.
 *
 * @module
 */
import type { Fault } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { type Hole, holesIn } from "../../scaffold.ts";
import { usesNodeSockets } from "./node_sockets.ts";
import { readablePath, ROOT } from "../../paths.ts";

/** What a module imports, as it is written: static imports, and dynamic ones of a literal. */
const IMPORTED = /\b(?:from|import)\s*\(?\s*(["'])([^"'\n]+)\1/g;

/** What the text of a submission shows before it is loaded. */
export interface Admission {
  /** Why it is not even loaded. */
  fault?: Fault;
  /** Whether it may use a part of `node:`. */
  usesNode: boolean;
  /** Whether it may open sockets of `node:`. */
  usesNodeSockets?: boolean;
  /** The holes that are still in it. */
  holes: Hole[];
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
      return { fault: tooLong(size), usesNode: false, holes: [] };
    }
    text = await Deno.readTextFile(new URL(submission));
  } catch {
    return { usesNode: false, holes: [] }; // The loader reports why it cannot be read.
  }
  return {
    fault: graderImported(text, submission),
    usesNode: text.includes("node:"),
    usesNodeSockets: usesNodeSockets(text),
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
