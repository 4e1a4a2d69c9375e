import { faultOf } from "./expect.ts";
import type { Fault } from "./fault.ts";
import { placeInAnswer, readablePath } from "./place.ts";

/** A message of the module loader without addresses and without advice that does not apply here. */
function plain(message: string): string {
  return message.split("\n")[0]
    .replace(/, run again with.*$/, "")
    .replace(/^SyntaxError: /, "")
    .replaceAll(/file:\/\/[^\s"']+/g, readablePath);
}

/**
 * Why an answer could not be loaded, in the words of its author.
 *
 * @param error What the import rejected with.
 * @param file The answer, as a `file:` address.
 */
export function loadFault(error: unknown, file: string): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const at = placeInAnswer(message.match(/file:\/\/\S+:\d+:\d+/)?.[0]);
  if (/^Module not found/.test(message) && message.includes(`"${file}"`)) {
    return {
      cause: "not-loadable",
      what: `there is no file ${readablePath(file)}`,
      lookAt: "the path: it is taken from the folder you are in",
    };
  }
  if (/Permission denied|Is a directory|os error/.test(message)) {
    return {
      cause: "not-loadable",
      what: `the file cannot be read: ${plain(message)}`,
      lookAt: "whether it is a file, and who may read it",
    };
  }
  if (
    error instanceof SyntaxError ||
    /^SyntaxError|could not be parsed/.test(message)
  ) {
    return {
      cause: "not-loadable",
      what: `the file cannot be read as TypeScript: ${plain(message)}`,
      lookAt: "the line below, or the one before it",
      at,
    };
  }
  const fault = faultOf(error, "threw");
  const name = error instanceof Error ? error.name : "Error";
  return {
    ...fault,
    cause: fault.cause === "not-allowed" ? "not-allowed" : "not-loadable",
    what: fault.cause === "not-allowed"
      ? fault.what
      : `the file cannot be loaded: ${name}: ${plain(message)}`,
    lookAt: "the code outside of functions: it runs when the file is loaded",
    at: fault.at ?? at,
  };
}
