import { type Fault, Wrong } from "./fault.ts";
import { conflictLine } from "../conflict_markers.ts";
import { readablePath } from "../paths.ts";
import { placeInSubmission } from "./paths.ts";
import { borrowedSubmission, faultOf } from "./thrown_fault.ts";
import { pattern } from "../pattern.ts";

/**
 * The fault of a file that holds a conflict of two versions.
 *
 * @param text The file.
 * @param file Its address.
 * @returns `undefined` if it holds none.
 */
export function conflictFault(text: string, file: string): Fault | undefined {
  const line = conflictLine(text);
  if (line === undefined) return;
  const path = readablePath(file);
  return {
    cause: "not-loadable",
    what: `${path} holds a conflict of two versions, marked by git`,
    expected: "one version, without the lines <<<<<<<, ======= and >>>>>>>",
    lookAt: "the line below: keep one version, take the marks out",
    at: `${path}:${line}:1`,
  };
}

/**
 * The fault of a file without a word in it.
 *
 * @param text The file.
 * @param file Its address.
 * @returns `undefined` if there is something in it.
 */
export function emptyFault(text: string, file: string): Fault | undefined {
  if (text.trim() !== "") return;
  const path = readablePath(file);
  return {
    cause: "not-loadable",
    what: `${path} is empty`,
    lookAt: resetOf(path) ?? "the editor: was the file saved",
  };
}

/** How the exercise of a lesson is put back; nothing for another file. */
function resetOf(path: string): string | undefined {
  const [, lesson] =
    path.match(pattern(/^lessons\/(\d+)_\w+\/exercise\.ts$/)) ?? [];
  return lesson && `deno task reset ${Number(lesson)}  puts the exercise back`;
}

/** An address in a message, up to the quote or the dot behind it: it may hold quotes of its own. */
const ADDRESS = pattern(/file:\/\/\S+?(?=["']?[.,;)]*(?:\s|$))/g);

/** A message of the module loader without addresses and without advice that does not apply here. */
function plain(message: string): string {
  return message.split("\n")[0]
    .replace(pattern(/, run again with.*$/), "")
    .replace(pattern(/^SyntaxError: /), "")
    .replaceAll(ADDRESS, readablePath);
}

// deno-lint-ignore no-control-regex
const COLOURS = pattern(/\u001b\[[0-9;]*m/g);

/** What the loader says of an import that it cannot follow. */
const IMPORT = pattern(
  /^(?:Requires read access to|Module not found|Import|Specifier not found|Failed loading|JSR package|A remote specifier|\[ERR_)/,
);

/** Why the file itself could not be opened, or `undefined` if it was opened. */
function openFault(message: string, file: string): Fault | undefined {
  const path = readablePath(file);
  const cause = "not-loadable";
  if (
    pattern(/^Module not found/).test(message) && message.includes(`"${file}"`)
  ) {
    return {
      cause,
      what: `there is no file ${path}`,
      lookAt: resetOf(path) ??
        "the path: it is taken from the folder you are in",
    };
  }
  if (pattern(/ERR_UNSUPPORTED_DIR_IMPORT/).test(message)) {
    return {
      cause,
      what: `${path} is a folder`,
      lookAt: "the path: it must name a file",
    };
  }
  if (pattern(/^Requires read access to/).test(message)) {
    return {
      cause,
      what: `the file cannot be read: ${path}`,
      lookAt: path.includes(",")
        ? "the comma in its path: it ends a permission of Deno; rename the file"
        : "whether it is a file, and who may read it",
    };
  }
  if (pattern(/^Expected a JavaScript|^Attempted to load JSON/).test(message)) {
    return {
      cause,
      what: "the file is neither TypeScript nor JavaScript",
      lookAt: "the end of its name: .ts",
    };
  }
}

/** Why an import in the file cannot be followed. */
function importFault(message: string, at: string): Fault {
  const [, , name] = message.match(pattern(/(["'])(.+?)\1(?=[\s.,]|$)/)) ??
    [];
  const target = name?.startsWith("file:") ? readablePath(name) : name;
  return {
    cause: "not-loadable",
    what: pattern(/^Module not found/).test(message)
      ? `the file imports ${target}, and there is no such file`
      : `the file imports ${target}, which a submission cannot load`,
    lookAt: pattern(/^Module not found/).test(message)
      ? "the name in the import"
      : "the import: node: modules and files of this workbook can be loaded, nothing else",
    at,
  };
}

/**
 * Why a submission could not be loaded, in the words of its author.
 *
 * @param error What the import rejected with.
 * @param file The submission, as a `file:` address.
 */
export function loadFault(error: unknown, file: string): Fault {
  // A loader that knows the reason itself has said it.
  if (error instanceof Wrong) return error.fault;
  // The loader colours its messages, also where nothing is coloured.
  const message = (error instanceof Error ? error.message : String(error))
    .replaceAll(COLOURS, "");
  const at = placeInSubmission(
    message.match(pattern(/file:\/\/\S+:\d+:\d+/))?.[0],
  );
  const borrowed = borrowedSubmission(message, at);
  if (borrowed) {
    return { ...borrowed, at: at ?? placeInSubmission((error as Error).stack) };
  }
  const unopened = at ? undefined : openFault(message, file);
  if (unopened) return unopened;
  if (at && error instanceof TypeError && IMPORT.test(message)) {
    return importFault(message, at);
  }
  // Deno names no place of such an import in the message; the stack has it.
  const [, builtIn] =
    message.match(pattern(/^No such built-in module: (\S+)/)) ?? [];
  if (builtIn !== undefined) {
    return {
      cause: "not-loadable",
      what: `the file imports ${builtIn}, and there is no such module`,
      lookAt: "the name in the import",
      at: at ?? placeInSubmission((error as Error).stack),
    };
  }
  if (pattern(/does not provide an export named/).test(message)) {
    return {
      cause: "not-loadable",
      what: `the file cannot be loaded: ${
        plain(message).replace(pattern(/ at \S+:\d+:\d+$/), "")
      }`,
      lookAt: "the name in the import",
      at,
    };
  }
  // What code of the file met is no TypeError; the loader's own errors are.
  const isOpening = error instanceof TypeError;
  if (
    isOpening &&
    pattern(/Permission denied|Is a directory|os error/).test(message)
  ) {
    return {
      cause: "not-loadable",
      what: `the file cannot be read: ${plain(message)}`,
      lookAt: "whether it is a file, and who may read it",
    };
  }
  if (pattern(/^(?:SyntaxError: )?Unexpected reserved word/).test(message)) {
    return {
      cause: "not-loadable",
      what: "await stands in a function that is not async",
      expected: "async before each function that awaits",
      lookAt: "the function around the line below",
      at,
    };
  }
  if (pattern(/cannot be used outside of module code/).test(message)) {
    return {
      cause: "not-loadable",
      what: "an import or an export stands inside of a function or a block",
      expected: "a } for each {",
      lookAt: "which { above the line below has no }",
      at,
    };
  }
  if (
    error instanceof SyntaxError ||
    pattern(/^SyntaxError|could not be parsed/).test(message)
  ) {
    return {
      cause: "not-loadable",
      what: `the file cannot be read as TypeScript: ${plain(message)}`,
      lookAt: "the line below, or the one before it",
      at,
    };
  }
  const fault = faultOf(error, "threw");
  if (fault.cause === "tampered") return { ...fault, at: fault.at ?? at };
  const name = error instanceof Error ? error.name : "Error";
  return {
    ...fault,
    cause: fault.cause === "not-allowed" ? "not-allowed" : "not-loadable",
    what: fault.cause === "not-allowed"
      ? fault.what
      : `code outside of functions failed while the file was loaded: ${name}: ${
        plain(message)
      }`,
    lookAt: "the code outside of functions: it runs when the file is loaded",
    at: fault.at ?? at,
  };
}
