/**
 * Names that are not there, in submissions that are wrong: `deno task grade`
 * tells them below the verdict, since a `catch` may hide what they throw.
 *
 * @module
 */
import { checkTypes, SLIPS } from "../study/type_errors.ts";
import type { Submission } from "./find.ts";
import { FILE, type Judged } from "./record.ts";
import { type Bundle, Slot } from "./stage.ts";

/** Content that is wrong. */
export interface Wrong {
  /** Whose it is. */
  submissions: Submission[];
  bundle: Bundle;
  judged: Judged;
}

/** Submissions that are checked at once. */
const AT_ONCE = 50;
/** Names of one submission that are told. */
const MOST = 3;

/**
 * Looks for names that are not there, and adds them to the first fault.
 *
 * @param all The submissions.
 * @param run Names the run.
 * @param onChecked Called with each submission, and what is now known of it.
 */
export async function findUnknownNames(
  all: readonly Wrong[],
  run: string,
  onChecked: (submission: Submission, judged: Judged) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE);
    await using slots = new AsyncDisposableStack();
    const files: string[] = [];
    for (const [i, { bundle }] of some.entries()) {
      const slot = new Slot(i, `${run}-types`);
      slots.defer(() => slot.clear());
      files.push((await slot.fill(bundle)).href);
    }
    const faults = await checkTypes(files, SLIPS);
    for (const [i, { submissions, judged }] of some.entries()) {
      const rows = faults.filter(({ file }) => file === files[i])
        .slice(0, MOST)
        .map(({ place, message }): [string, string] => [
          "types",
          `${FILE}${place} ${message}`,
        ]);
      const fault = judged.fault &&
        { ...judged.fault, rows: [...judged.fault.rows, ...rows] };
      for (const each of submissions) {
        await onChecked(each, { ...judged, fault, typed: true });
      }
    }
  }
}
