import type { SocketTableSource } from "./source.ts";

/**
 * Keeps the table of a source as it is now.
 *
 * @param source Where the rows come from. If it keeps no table itself, all its rows are read.
 * @returns A source whose rows never change.
 * @throws {KernelUnavailable} If the table cannot be read.
 */
export async function keepTable(
  source: SocketTableSource,
): Promise<SocketTableSource> {
  if (source.kept) return await source.kept();
  const rows = await source.rows();
  return { rows: () => Promise.resolve(rows) };
}
