/**
 * Puts a submission where its imports resolve: into a folder of the workbook
 * as deep as the exercises' own. Whatever folder it lay in, and however deep,
 * an import of a file of the workbook finds the workbook that judges.
 *
 * @module
 */
import { dirname, join, sep } from "node:path";
import { ownFiles, RELATIVE_IMPORT } from "../own_files.ts";
import { fileUrl } from "../paths.ts";

/** A file that is put there. */
interface Staged {
  /** Relative to the folder, with `/`. */
  name: string;
  text: string;
}

/** A submission with the local files that it imports. */
export interface Bundle {
  /** The first is the submission. */
  files: Staged[];
  /** Names the content of all of them. */
  key: string;
}

/** The most bytes that a file of a submission has. The model answers have at most 16 kB. */
export const LARGEST = 1_000_000;

const OF_THE_WORKBOOK = /^(?:\.\.?\/)+(workbook\/.+)$/;

/**
 * Reads the files that a submission imports. What lies outside of its own
 * folder is not read, whatever a link in the folder says: it is another
 * student's, or nobody's.
 *
 * @param file Path of the submission.
 * @param text Its text.
 * @param isForeign Whether a file of the folder is another student's.
 */
export async function gather(
  file: string,
  text: string,
  isForeign: (path: string) => boolean = () => false,
): Promise<Bundle> {
  const folder = dirname(file) + sep;
  const home = await Deno.realPath(folder) + sep;
  const files = await ownFiles(
    file,
    async (path) =>
      path.startsWith(folder) && !isForeign(path) &&
      await isSmallFileIn(home, path),
  );
  files.set(file, text);
  const names = [...files.keys()].map((path) =>
    path.slice(folder.length).split(sep).join("/")
  );
  const main = ["exercise.ts", "submission.ts", "_.ts"]
    .find((name) => !names.slice(1).includes(name))!;
  const staged = [...files.values()].flatMap((code, i) =>
    code === undefined ? [] : [{ name: i === 0 ? main : names[i], text: code }]
  );
  return { files: staged, key: await digest(JSON.stringify(staged)) };
}

/** Whether a path leads to a file of a folder that is no larger than a submission. */
async function isSmallFileIn(home: string, path: string): Promise<boolean> {
  try {
    const real = await Deno.realPath(path);
    return real.startsWith(home) && (await Deno.stat(real)).size <= LARGEST;
  } catch {
    return false;
  }
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
  return text.replace(RELATIVE_IMPORT, (whole, before, quote, address) => {
    const [, path] = address.match(OF_THE_WORKBOOK) ?? [];
    return path ? before + quote + toWorkbook(name, path) + quote : whole;
  });
}

/** Where the folders of slots are, relative to the workbook. */
export const SLOTS = ".handshake/";

/** A folder in which one submission at a time is judged. */
export class Slot {
  /** Relative to the workbook. */
  readonly path: string;

  /** @param number Tells the slots of one run apart. */
  constructor(number: number, run: string) {
    this.path = `${SLOTS}class-${run}-${number}`;
  }

  /** Whether a folder, relative to the workbook, is a slot's. */
  static isOne(path: string): boolean {
    return path.startsWith(`${SLOTS}class-`);
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
    return fileUrl(`${this.path}/${bundle.files[0].name}`);
  }

  /** Removes what lies in it. */
  async clear(): Promise<void> {
    await Deno.remove(fileUrl(this.path), { recursive: true }).catch(() => {});
  }
}
