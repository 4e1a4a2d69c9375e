import { filePath, fileUrl, pathUrl } from "./paths.ts";

/** An import or export of a relative address: `import … from "./own.ts"`, `import("./own.ts")`. */
export const RELATIVE_IMPORT =
  /(\b(?:import|export)\b[^'"`;]*?\bfrom\s*|\bimport\s*|\bimport\s*\(\s*)(["'])(\.{1,2}\/[^"']*)\2/g;

/** Files that one submission may have: more are a mistake, or a whole project. */
const MOST = 50;

/** The engine and what contributors run: no file of a learner. */
const ENGINE = ["workbook", "tools"].map((name) =>
  filePath(fileUrl(`${name}/`))
);

/**
 * A submission and the files of its own that it imports, directly or by others.
 *
 * @param path Path of the submission.
 * @param isOwn Whether a file that is imported belongs to it; by default each
 * does that is no file of the workbook's engine.
 * @returns Their texts by path, the submission first. One that cannot be read
 * has none: its loading says so.
 */
export async function ownFiles(
  path: string,
  isOwn: (path: string) => boolean | Promise<boolean> = isNoEngine,
): Promise<Map<string, string | undefined>> {
  const files = new Map<string, string | undefined>([[path, undefined]]);
  for (const each of files.keys()) {
    const text = await Deno.readTextFile(each).catch(() => undefined);
    files.set(each, text);
    for (const [, , , address] of (text ?? "").matchAll(RELATIVE_IMPORT)) {
      const target = filePath(new URL(address, pathUrl(each)));
      if (
        files.size < MOST && !files.has(target) && await isOwn(target)
      ) {
        files.set(target, undefined);
      }
    }
  }
  return files;
}

function isNoEngine(path: string): boolean {
  return !ENGINE.some((folder) => path.startsWith(folder));
}
