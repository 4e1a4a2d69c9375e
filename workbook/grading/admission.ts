/**
 * What is looked at before an answer is loaded.
 *
 * @module
 */
import type { Fault } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { isKnownAnswer, readablePath, ROOT } from "./place.ts";

/** What a module imports, as it is written: static imports, and dynamic ones of a literal. */
const IMPORTED = /\b(?:from|import)\s*\(?\s*(["'])([^"'\n]+)\1/g;

/**
 * Why an answer is not even loaded.
 *
 * @param answer The answer, as a `file:` address.
 * @returns `undefined` if it may be.
 */
export async function refusal(answer: string): Promise<Fault | undefined> {
  let text: string;
  try {
    const { size } = await Deno.stat(new URL(answer));
    if (size > LIMITS.fileBytes) return tooLong(size);
    text = await Deno.readTextFile(new URL(answer));
  } catch {
    return; // The loader tells why it cannot be read.
  }
  return graderImported(text, answer);
}

/** Reading it would block the process, as an endless loop does. */
function tooLong(size: number): Fault {
  return {
    cause: "not-loadable",
    what: `the file has ${size} bytes; the limit is ${LIMITS.fileBytes}`,
    lookAt: "the path, and what was written into the file",
  };
}

/** The fault of an answer that imports the grader, which it could change. */
function graderImported(text: string, answer: string): Fault | undefined {
  for (const [, , name] of text.matchAll(IMPORTED)) {
    if (!/^[./]|^file:/.test(name) || !URL.canParse(name, answer)) continue;
    const { href } = new URL(name, answer);
    if (!isGrader(href)) continue;
    return {
      cause: "not-allowed",
      what: `the file imports ${readablePath(href)}, a part of the grader`,
      expected: "an answer that does not know who judges it",
      lookAt: "the import: take it out",
    };
  }
}

function isGrader(href: string): boolean {
  if (!href.startsWith(ROOT)) return false;
  const path = href.slice(ROOT.length);
  return /^tests\/\w+\.ts/.test(path) ||
    path.startsWith("workbook/grading/") && !isKnownAnswer(path);
}
