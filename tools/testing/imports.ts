import { dirname, join } from "node:path/posix";
import { fileUrl } from "../../workbook/paths.ts";

/** One import of a file of this project by another. */
export interface Import {
  /** The file that imports, relative to the project. */
  from: string;
  /** Where in it, from 1. */
  line: number;
  /** The file that is imported, relative to the project. */
  to: string;
  /** Whether only types are imported. */
  typeOnly: boolean;
}

// `deno fmt` begins each statement at the left, and puts each address in double quotes.
const STATEMENT =
  /^(?:import|export)\s+(type\s+)?(?:[\w$*{},\s]*?\bfrom\s+)?"(\.[^"]+)"/gm;
const CALL = /(\btypeof\s+)?\bimport\(\s*"(\.[^"]+)"\s*,?\s*\)/g;

/**
 * What a file imports of this project: statements and calls of `import()`.
 *
 * @param from The file, relative to the project.
 * @param code Its text.
 */
export function importsOf(from: string, code: string): Import[] {
  return [...code.matchAll(STATEMENT), ...code.matchAll(CALL)].map(
    ({ index, 1: type, 2: address }) => ({
      from,
      line: code.slice(0, index).split("\n").length,
      to: join(dirname(from), address),
      typeOnly: type !== undefined,
    }),
  );
}

/** Folders whose files are no part of the program: known submissions, and what a run leaves behind. */
const LEFT_OUT = /^(tests\/(wrong|right|gallery)|node_modules|\..*)$/;

/** Every import of this project, in the order of the files. */
export async function allImports(folder = ""): Promise<Import[]> {
  const found: Import[] = [];
  const entries = await Array.fromAsync(Deno.readDir(fileUrl(folder || ".")));
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, isDirectory } of entries) {
    const path = folder + name;
    if (isDirectory) {
      if (!LEFT_OUT.test(path)) found.push(...await allImports(`${path}/`));
    } else if (name.endsWith(".ts")) {
      found.push(...importsOf(path, await Deno.readTextFile(fileUrl(path))));
    }
  }
  return found;
}
