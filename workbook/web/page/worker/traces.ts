/**
 * Stack traces as Deno writes them: places of the submission under its
 * address, places of the engine under an address of the workbook.
 *
 * @module
 */
import { placesOfText } from "./submission.ts";

/** The address that every compiled file of the engine has in a trace. */
const ENGINE = "file:///workbook/network/page.js";

interface WithPrepare {
  prepareStackTrace(error: Error, frames: unknown[]): string;
}

const { apply } = Reflect;
const { join, map } = Array.prototype;
const { replace } = String.prototype;
const ours = new RegExp(`${new URL("/", location.href).href}\\S+?\\.js`, "g");

/** From now on every trace is written like that. In a browser that has no such hook, traces stay as they are. */
export function writePlainTraces(): void {
  (Error as unknown as WithPrepare).prepareStackTrace = (error, frames) => {
    const lines = apply(map, frames, [(frame: unknown) => `\n    at ${frame}`]);
    const trace = placesOfText(apply(join, lines, [""]));
    return heading(error) + apply(replace, trace, [ours, ENGINE]);
  };
}

function heading(error: unknown): string {
  try {
    return `${error}`;
  } catch {
    return "Error";
  }
}
