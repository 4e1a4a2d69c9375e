/**
 * Loads a module by its address: a grader, a submission. The page of
 * `workbook/web` replaces this file by its own loader, since a browser loads no
 * `file:` address.
 *
 * @param address The module, as a `file:` address.
 * @returns Its exports.
 */
export function importFile(address: string): Promise<unknown> {
  return import(address);
}
