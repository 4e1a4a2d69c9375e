/**
 * The few names of `Deno` that the engine's parent side reads in the page. It
 * must be loaded before anything of the engine.
 *
 * @module
 */
import { fileText } from "./files.ts";

class NotFound extends Error {}

Object.assign(globalThis, {
  Deno: {
    build: { os: "linux" },
    noColor: true,
    errors: { NotFound, NotSupported: class NotSupported extends Error {} },
    readTextFile: (file: URL | string) => fileText(String(file)),
  },
});
