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

const OF_THE_WORKBOOK = /^(?:\.\.?\/)+(workbook\/.+)$/;

/**
 * Reads the files that a submission imports. What lies outside of its own
 * folder is not read: it is another student's, or nobody's.
 *
 * @param file Path of the submission.
 * @param text Its text.
 */
export async function gather(file: string, text: string): Promise<Bundle> {
  const folder = dirname(file) + sep;
  const files = await ownFiles(file, (path) => path.startsWith(folder));
  files.set(file, text);
  const staged = [...files].flatMap(([path, code]) =>
    code === undefined ? [] : [{
      name: path === file
        ? "exercise.ts"
        : path.slice(folder.length).split(sep).join("/"),
      text: code,
    }]
  );
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
  return text.replace(RELATIVE_IMPORT, (whole, before, quote, address) => {
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
