import { dirname, relative } from "node:path/posix";
import { endOf, Source, startOf } from "./syntax.ts";

/**
 * A module as it must read at another place: its relative imports name the
 * same files from there.
 *
 * @param text The module.
 * @param from Where it stands, relative to the folder of the workbook.
 * @param to Where it is put.
 */
export function relocate(text: string, from: string, to: string): string {
  const { file } = new Source(text);
  let moved = text;
  // From the end, so that the offsets before stay true.
  for (const node of file.program.body.toReversed()) {
    if (!("source" in node) || !node.source?.value.startsWith(".")) continue;
    const { pathname } = new URL(node.source.value, `file:///${from}`);
    const path = relative(dirname(`/${to}`), pathname);
    moved = moved.slice(0, startOf(node.source)) + JSON.stringify(path) +
      moved.slice(endOf(node.source));
  }
  return moved;
}
