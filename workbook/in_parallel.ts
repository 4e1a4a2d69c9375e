/**
 * Does work for every item, as many at once as there are cores.
 *
 * @param items The items.
 * @param work What is done for one of them.
 * @param width How many at once; the number of cores by default.
 */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
  width: number = navigator.hardwareConcurrency,
): Promise<void> {
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) await work(item, index);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
