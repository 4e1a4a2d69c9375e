/**
 * The elements of a submission's list, one by one: its array may have methods of
 * its own.
 *
 * @returns An array of ours; `undefined` if it is no array.
 */
export function plainList(value: unknown): unknown[] | undefined {
  if (!Array.isArray(value)) return;
  const list: unknown[] = [];
  for (let i = 0; i < value.length; i++) list.push(value[i]);
  return list;
}
