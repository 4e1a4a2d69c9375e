/**
 * Stack traces as Deno writes them: places of the submission under its
 * address, places of the engine under an address of the workbook.
 *
 * @module
 */
import { placesOfText } from "./submission.ts";
import { pattern } from "../../../pattern.ts";

/** The address that every compiled file of the engine has in a trace. */
const ENGINE = "file:///workbook/network/page.js";

interface WithPrepare {
  prepareStackTrace(error: Error, frames: unknown[]): string;
}

const { apply } = Reflect;
const { join, map } = Array.prototype;
const { replace } = String.prototype;
const ours = pattern(
  new RegExp(`${new URL("/", location.href).href}\\S+?\\.js`, "g"),
);

/** From now on every trace is written like that. */
export function writePlainTraces(): void {
  let isAsked = false;
  (Error as unknown as WithPrepare).prepareStackTrace = (error, frames) => {
    isAsked = true;
    const lines = apply(map, frames, [(frame: unknown) => `\n    at ${frame}`]);
    return plainTrace(error, apply(join, lines, [""]));
  };
  const { stack: _ } = new Error();
  if (!isAsked) rewriteTraces();
}

/** A browser without V8's hook: there the trace is what a getter of all errors gives. */
function rewriteTraces(): void {
  const { prototype } = Error;
  const own = Object.getOwnPropertyDescriptor(prototype, "stack");
  if (!own?.get) return;
  const { get } = own;
  Object.defineProperty(prototype, "stack", {
    ...own,
    get() {
      const trace: string | undefined = apply(get, this, []);
      if (typeof trace !== "string") return trace;
      // `serve@http://…:12:20` for `at serve (http://…:12:20)`.
      const lines = apply(replace, trace, [
        pattern(/^(async\*)?(.*?)@(.*)$/gm),
        (_: string, later: string | undefined, name: string, at: string) =>
          `    at ${later ? "async " : ""}${name} (${at})`,
      ]);
      return plainTrace(this, `\n${lines}`);
    },
  });
}

function plainTrace(error: unknown, lines: string): string {
  const trace = placesOfText(lines);
  return heading(error) + apply(replace, trace, [ours, ENGINE]);
}

function heading(error: unknown): string {
  try {
    return `${error}`;
  } catch {
    return "Error";
  }
}
