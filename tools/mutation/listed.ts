import type { Equivalent } from "./equivalent.ts";
import type { Mutant } from "./mutants.ts";

/** Which mutants are listed as equivalent. */
export interface Listed {
  byMutant: Map<Mutant, Equivalent>;
  /** Entries that no mutant matches any more. */
  stale: Equivalent[];
}

/**
 * Finds the mutants that are listed.
 *
 * @param mutants All mutants of a solution.
 * @param entries The list of its lesson.
 */
export function findListed(
  mutants: readonly Mutant[],
  entries: readonly Equivalent[],
): Listed {
  const byMutant = new Map<Mutant, Equivalent>();
  const stale: Equivalent[] = [];
  for (const entry of entries) {
    const alike = mutants.filter((mutant) =>
      mutant.operator === entry.operator && mutant.owner === entry.owner &&
      mutant.before === entry.before && mutant.after === entry.after
    );
    const mutant = alike[entry.nth - 1];
    if (mutant) byMutant.set(mutant, entry);
    else stale.push(entry);
  }
  return { byMutant, stale };
}
