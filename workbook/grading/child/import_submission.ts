/**
 * Importing a submission: its text is looked at first, then it runs while the
 * runtime is watched.
 *
 * @module
 */
import type { Fault } from "../../sandbox/fault.ts";
import { importFile } from "../../sandbox/import_file.ts";
import { conflictFault, loadFault } from "../../sandbox/load_fault.ts";
import { fileUrl } from "../../paths.ts";
import { type Hole, holesIn } from "../../scaffold.ts";
import { session } from "../kit/check_context.ts";
import { type Admission, admit } from "./admission.ts";
import { closeProcess } from "./back_doors.ts";

/** A submission that was imported, or could not be. */
export interface Imported {
  /** Its exports; none if it could not be loaded. */
  module: Record<string, unknown>;
  /** Why it could not be loaded. */
  fault?: Fault;
  /** The holes that are still in it. */
  holes: Hole[];
  /** Its text, where the parent named its file. */
  text?: string;
}

/**
 * Looks at the exercise where Deno's own runner judges it: only its text shows
 * what is in it, since nothing may be read.
 */
async function admitExercise(
  file: string,
  importText: () => Promise<{ default: string }>,
): Promise<Admission> {
  const text = (await importText().catch(() => undefined))?.default ?? "";
  return {
    fault: conflictFault(text, fileUrl(file).href),
    usesNode: true,
    usesNodeSockets: true,
    usesNodeTime: true,
    holes: holesIn(text).filter(({ part }) => part !== undefined),
  };
}

/**
 * Imports the submission that is judged.
 *
 * @param file The file of a lesson's exercise, for messages.
 * @param importExercise Imports the exercise, where the session names no submission.
 * @param importText Imports its text.
 */
export async function importSubmission(
  file: string,
  importExercise: () => Promise<unknown>,
  importText: () => Promise<{ default: string }>,
): Promise<Imported> {
  const { submission } = session;
  // Without a name it is the exercise, whose imports cannot be read here.
  const admission = submission
    ? await admit(submission)
    : await admitExercise(file, importText);
  const { fault, usesNode, usesNodeSockets, usesNodeTime } = admission;
  const { holes, text } = admission;
  session.usesNodeSockets = usesNodeSockets;
  if (usesNodeTime) await import("./node_time.ts");
  // Where `node:` may be used, its ways to other modules are closed first.
  if (submission && usesNode) {
    closeProcess((await import("node:process")).default);
    await import("./lock_node.ts");
  }
  if (fault) return { module: {}, fault, holes };
  const restore = session.watchLoading?.();
  const [loading] = await Promise.allSettled([
    submission ? importFile(submission) : importExercise(),
  ]);
  // What the submission changed is put back before anything else uses it.
  restore?.();
  return loading.status === "fulfilled"
    ? { module: loading.value as Record<string, unknown>, holes, text }
    : {
      module: {},
      fault: loadFault(loading.reason, submission ?? file),
      holes,
    };
}
