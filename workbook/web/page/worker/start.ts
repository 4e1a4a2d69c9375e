/**
 * The script of the Worker that judges. What stands in for `Deno` must be
 * there before any file of the engine is loaded: they take its calls at once.
 * So the engine is loaded by a call, after `deno.ts` has run.
 *
 * @module
 */
import "./deno.ts";

await import("./program.ts");
