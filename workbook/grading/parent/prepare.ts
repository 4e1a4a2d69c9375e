/**
 * Starting the process of the next judging before anybody asks for it.
 *
 * @module
 */
import { denoCommand } from "../../sandbox/command.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { endSpare, startSpare } from "../../sandbox/spare.ts";
import { CHILD } from "./child_program.ts";

/**
 * Starts a process that loads the engine and waits for its job: the next
 * judging of this file has one start less to wait for.
 *
 * @param submission What will be judged, as a `file:` address: what its process
 * may read depends on it.
 */
export function prepareJudging(submission: URL): void {
  startSpare(
    denoCommand({
      program: CHILD,
      submission,
      memoryBytes: LIMITS.memoryBytes,
    }),
  );
}

/** Nothing will be judged for now: the process that waits is ended. */
export function endPreparation(): void {
  endSpare();
}
