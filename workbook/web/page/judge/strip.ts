/**
 * TypeScript as a browser can run it: types are taken away, every place stays in
 * its line.
 *
 * @module
 */
import { transform } from "sucrase";
import { importsIn } from "../../../grading/child/imports.ts";
import type { Submission } from "../worker/submission.ts";
import { columnsOf } from "./columns.ts";

/** Files of the workbook that an exercise may import, with the compiled form that the site has. */
const OPEN: Record<string, string> = {
  "/workbook/todo.ts": "workbook/todo.js",
  "/workbook/endpoint.ts": "workbook/endpoint.js",
  "/workbook/tcp/mod.ts": "workbook/tcp/mod.js",
  "/workbook/kernel/mod.ts": "workbook/kernel/mod.js",
};

/**
 * Prepares a submission for a Worker.
 *
 * @param address Its address: `file:///lessons/03_server_flow/exercise.ts`.
 * @param text What the learner wrote.
 * @param site Where the compiled files of the workbook are.
 */
export function prepare(
  address: string,
  text: string,
  site: string,
): Submission {
  const failed = (message: string, isSyntax: boolean): Submission => ({
    address,
    text,
    code: "",
    columns: [],
    error: { message, isSyntax },
  });
  let code: string;
  let mappings: string;
  try {
    const result = transform(text, {
      transforms: ["typescript"],
      disableESTransforms: true,
      filePath: address,
      sourceMapOptions: { compiledFilename: address },
    });
    code = result.code;
    mappings = result.sourceMap!.mappings;
  } catch (error) {
    return failed(syntaxMessage(error, address), true);
  }
  for (const name of importsIn(code).names) {
    const problem = importProblem(name, address);
    if (problem) return failed(`${problem}\n    at ${placeOf(text, name, address)}`, false);
  }
  return {
    address,
    text,
    code: withSiteImports(code, address, site),
    columns: columnsOf(mappings),
  };
}

/** What the parser says, as Deno's loader says it: sentence, then place. */
function syntaxMessage(error: unknown, address: string): string {
  const { message, loc } = error as Error & {
    loc?: { line: number; column: number };
  };
  const sentence = message.replace(/^Error transforming \S+: /, "")
    .replace(/ \(\d+:\d+\)$/, "");
  return loc
    ? `${sentence} at ${address}:${loc.line}:${loc.column}`
    : sentence;
}

/** Why an import cannot be followed in a page, in the words of Deno's loader. */
function importProblem(name: string, address: string): string | undefined {
  const path = pathOf(name, address);
  if (path === undefined) return `Import "${name}" cannot be loaded in a page`;
  if (path in OPEN || path === new URL(address).pathname) return;
  return `Module not found "file://${path}".`;
}

/** The path of a file of the workbook that is imported. */
function pathOf(name: string, address: string): string | undefined {
  if (!/^(?:\.|\/|file:)/.test(name)) return;
  return URL.parse(name, address)?.pathname;
}

function placeOf(text: string, name: string, address: string): string {
  const at = Math.max(0, text.indexOf(name));
  const before = text.slice(0, at).split("\n");
  return `${address}:${before.length}:${before.at(-1)!.length}`;
}

/** Names in quotes after `from`, `import` and `import(`. */
const NAMES = /(\b(?:from|import)\s*\(?\s*)(["'])((?:\.|\/|file:)[^"'\n]*)\2/g;

/** The code with the addresses of compiled files in its imports, in the same lines. */
function withSiteImports(code: string, address: string, site: string): string {
  return code.replace(NAMES, (all, before, quote, name) => {
    const open = OPEN[pathOf(name, address) ?? ""];
    return open ? `${before}${quote}${new URL(open, site)}${quote}` : all;
  });
}
