/**
 * Loads a module by its address: a grader, a submission. The page of
 * `workbook/web` puts a loader of its own in the place of this file, since a
 * browser loads no `file:` address.
 *
 * @param address The module, as a `file:` address.
 * @returns Its exports.
 */
export function importFile(address: string): Promise<unknown> {
  return import(address);
}
