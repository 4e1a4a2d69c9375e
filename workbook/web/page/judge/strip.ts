/**
 * TypeScript as a browser can run it: types are taken away, every place stays in
 * its line.
 *
 * @module
 */
import { transform } from "sucrase";
import type { Fault } from "../../../sandbox/fault.ts";
import type { ErrorKind, Submission } from "../worker/submission.ts";
import { readablePath } from "./paths.ts";
import {
  columnsOf,
  importsIn,
  namespaceIn,
  type Token,
  tokensOf,
} from "./tokens.ts";

/** Files of the workbook that an exercise may import, with the compiled form that the site has. */
const OPEN: Record<string, string> = {
  "/workbook/todo.ts": "workbook/todo.js",
  "/workbook/endpoint.ts": "workbook/endpoint.js",
  "/workbook/tcp/mod.ts": "workbook/tcp/mod.js",
  "/workbook/kernel/mod.ts": "workbook/kernel/mod.js",
};

/** Classes whose buffers are counted: `counted.ts`. */
const COUNTED = ["ArrayBuffer", "Uint8Array", "Int32Array", "Float64Array"];

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
  const empty = { address, text, code: "", columns: [] };
  const failed = (message: string, kind: ErrorKind): Submission => ({
    ...empty,
    error: { message, kind },
  });
  try {
    const { code } = transform(text, {
      transforms: ["typescript"],
      disableESTransforms: true,
      filePath: address,
    });
    const given = tokensOf(text);
    const namespace = namespaceIn(given);
    if (namespace) {
      const place = placeAt(text, namespace.start, address);
      return failed(
        `a namespace cannot be run in the page: write functions at ${place}`,
        "SyntaxError",
      );
    }
    const tokens = tokensOf(code);
    const imports = importsIn(tokens);
    for (const { text: quoted } of imports) {
      const name = quoted.slice(1, -1);
      const at = placeAt(text, text.indexOf(quoted), address);
      const absent = absentFault(name, address);
      if (absent) {
        return { ...empty, absent: { ...absent, at: readablePath(at) } };
      }
      if (pathOf(name, address) !== undefined) continue;
      // Only Deno's loader speaks of imports in a TypeError.
      const problem = `Import "${name}" cannot be loaded in a page`;
      return failed(`${problem}\n    at ${at}`, "TypeError");
    }
    return {
      address,
      text,
      code: withSiteImports(code, imports, address, site) +
        countedImport(tokens, site),
      columns: columnsOf({ text: code, tokens }, { text, tokens: given }),
    };
  } catch (error) {
    return failed(syntaxMessage(error, address), "SyntaxError");
  }
}

/** What the parser says, as Deno's loader says it: sentence, then place. */
function syntaxMessage(error: unknown, address: string): string {
  const { message, loc } = error as Error & {
    loc?: { line: number; column: number };
  };
  const sentence = message.replace(/^Error transforming \S+: /, "")
    .replace(/ \(\d+:\d+\)$/, "");
  return loc ? `${sentence} at ${address}:${loc.line}:${loc.column}` : sentence;
}

/** Why an import that a terminal may follow has no place in a page. */
function absentFault(name: string, address: string): Fault | undefined {
  const lesson = Number(/\/lessons\/(\d+)_/.exec(address)?.[1]);
  const there = `in a terminal,  deno task grade ${lesson}  judges it as it is`;
  const cause = "not-loadable";
  if (name.startsWith("node:")) {
    return {
      cause,
      what: `the file imports ${name}, and a browser has no node: modules`,
      expected: "calls of Deno and of the language",
      lookAt: `the import; ${there}`,
    };
  }
  const path = pathOf(name, address);
  if (
    path === undefined || path in OPEN || path === new URL(address).pathname
  ) {
    return;
  }
  return {
    cause,
    what: `the file imports ${
      readablePath(`file://${path}`)
    }, and the page has no file of yours but the exercise`,
    expected: "all that you write in the exercise itself",
    lookAt: `the import; ${there}`,
  };
}

/** The path of a file of the workbook that is imported. */
function pathOf(name: string, address: string): string | undefined {
  if (!/^(?:\.|\/|file:)/.test(name)) return;
  return URL.parse(name, address)?.pathname;
}

/** A place in the text as a trace names it. */
function placeAt(text: string, at: number, address: string): string {
  const before = text.slice(0, Math.max(0, at)).split("\n");
  return `${address}:${before.length}:${before.at(-1)!.length + 1}`;
}

/** The code with the addresses of compiled files in its imports, in the same lines. */
function withSiteImports(
  code: string,
  imports: readonly Token[],
  address: string,
  site: string,
): string {
  let result = code;
  for (const { text, start, end } of imports.toReversed()) {
    const open = OPEN[pathOf(text.slice(1, -1), address) ?? ""];
    if (!open) continue;
    const quoted = JSON.stringify(new URL(open, site).href);
    result = result.slice(0, start) + quoted + result.slice(end);
  }
  return result;
}

/** Stands behind the code, so that all places stay: the counted classes for those that it makes and does not declare. */
function countedImport(tokens: readonly Token[], site: string): string {
  const follows = (name: string, ...before: string[]) =>
    tokens.some(({ text }, i) =>
      text === name && before.includes(tokens[i - 1]?.text)
    );
  const names = COUNTED.filter((name) =>
    follows(name, "new") &&
    !follows(name, "const", "let", "var", "class", "function", "as", "{", ",")
  );
  if (names.length === 0) return "";
  const url = new URL("workbook/web/page/worker/counted.js", site).href;
  return `\nimport { ${names.join(", ")} } from ${JSON.stringify(url)};\n`;
}
