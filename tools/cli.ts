/**
 * What the tasks for contributors start: the first word is the command.
 *
 * @module
 */
import { type Commands, main } from "../workbook/cli.ts";

/** The commands for contributors. */
export const COMMANDS: Commands = {
  verify: () => import("./verify.ts"),
  mutate: () => import("./mutate.ts"),
  steady: () => import("./steady.ts"),
  scaffolds: () => import("./scaffolds.ts"),
  notes: () => import("./notes.ts"),
  picture: () => import("./picture.ts"),
};

if (import.meta.main) await main(COMMANDS);
