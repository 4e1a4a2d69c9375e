/**
 * Puts a submission where its imports resolve: into a folder of the workbook
 * as deep as the exercises' own. Whatever folder it lay in, and however deep,
 * an import of a file of the workbook finds the workbook that judges.
 *
 * @module
 */
import { dirname, join, resolve, sep } from "node:path";
import { fileUrl } from "../paths.ts";

/** A file that is put there. */
interface Staged {
  /** Its name in the folder: `exercise.ts`, or a path relative to it. */
  name: string;
  text: string;
}

/** A submission with the files of its own that it imports. */
export interface Bundle {
  /** The first is the submission. */
  files: Staged[];
  /** Names the content of all of them. */
  key: string;
}

const IMPORT =
  /(\b(?:import|export)\b[^'"`;]*?\bfrom\s*|\bimport\s*|\bimport\s*\(\s*)(["'])(\.{1,2}\/[^"']*)\2/g;
const OF_THE_WORKBOOK = /^(?:\.\.?\/)+(workbook\/.+)$/;
/** Files of its own that one submission may have. */
const MOST = 50;

/**
 * Reads the files that a submission imports. What lies outside of its own
 * folder is not read: it is another student's, or nobody's.
 *
 * @param file Path of the submission.
 * @param text Its text.
 */
export async function gather(file: string, text: string): Promise<Bundle> {
  const folder = dirname(file);
  const files = new Map([[file, text]]);
  for (const [path, code] of files) {
    for (const [, , , address] of code.matchAll(IMPORT)) {
      const target = resolve(dirname(path), address);
      if (
        OF_THE_WORKBOOK.test(address) || files.has(target) ||
        files.size >= MOST || !target.startsWith(folder + sep)
      ) continue;
      const own = await Deno.readTextFile(target).catch(() => undefined);
      if (own !== undefined) files.set(target, own);
    }
  }
  const staged = [...files].map(([path, code]) => ({
    name: path === file
      ? "exercise.ts"
      : path.slice(folder.length + 1).split(sep).join("/"),
    text: code,
  }));
  return { files: staged, key: await digest(JSON.stringify(staged)) };
}

/** The hexadecimal SHA-256 of a text. */
export async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(text),
  );
  return new Uint8Array(bytes).toHex().slice(0, 32);
}

/** An address of a file of the workbook, seen from a file of a bundle. */
function toWorkbook(name: string, path: string): string {
  return "../".repeat(2 + name.split("/").length - 1) + path;
}

/** Text whose imports of the workbook lead to it from `.handshake/slot/`. */
export function redirect({ name, text }: Staged): string {
  return text.replace(IMPORT, (whole, before, quote, address) => {
    const [, path] = address.match(OF_THE_WORKBOOK) ?? [];
    return path ? before + quote + toWorkbook(name, path) + quote : whole;
  });
}

/** A folder in which one submission at a time is judged. */
export class Slot {
  /** Relative to the workbook. */
  readonly path: string;

  /** @param number Tells the slots of one run apart. */
  constructor(number: number, run: string) {
    this.path = `.handshake/class-${run}-${number}`;
  }

  /**
   * Puts a submission into the slot, alone.
   *
   * @param bundle The submission.
   * @returns Its address there.
   */
  async fill(bundle: Bundle): Promise<URL> {
    await this.clear();
    for (const file of bundle.files) {
      const url = fileUrl(join(this.path, ...file.name.split("/")));
      await Deno.mkdir(new URL(".", url), { recursive: true });
      await Deno.writeTextFile(url, redirect(file));
    }
    return fileUrl(`${this.path}/exercise.ts`);
  }

  /** Removes what lies in it. */
  async clear(): Promise<void> {
    await Deno.remove(fileUrl(this.path), { recursive: true }).catch(() => {});
  }
}
