/**
 * What the tasks for contributors start: the first word is the command.
 *
 * @module
 */
import { main } from "../workbook/cli.ts";

if (import.meta.main) {
  await main({
    verify: () => import("./verify.ts"),
    mutate: () => import("./mutate.ts"),
    steady: () => import("./steady.ts"),
    scaffolds: () => import("./scaffolds.ts"),
  });
}
