import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ownFiles } from "../own_files.ts";

/** Editors write a file in several steps: a save is over when nothing has happened for this long, in milliseconds. */
const QUIET_MS = 25;
/** A file that is away for longer than this is gone, not between two steps of a save. In milliseconds. */
const AWAY_MS = 300;
/** How often files are read where the system does not report changes, in milliseconds. */
const POLL_MS = 500;

/** How saves are found. */
export interface SavesOptions {
  /** Starts to watch folders; `Deno.watchFs` by default. */
  watch?: (folders: string[]) => Deno.FsWatcher;
  /** Called once when the system does not report changes, and files are read again and again instead. */
  onPolling?: (error: Error) => void;
}

/**
 * Waits for saves of a file and of the local files that it imports. The
 * ways of editors (writing in place, renaming a new file over the old one, a
 * burst of writes) each count as one save, and a save that changes nothing is
 * none.
 *
 * @param file The file. It may be a link, or be away for a moment.
 * @param signal Ends the waiting.
 * @param options How saves are found.
 * @returns Its text after each save; `undefined` when the file is gone.
 */
export async function* savesOf(
  file: URL,
  signal: AbortSignal,
  options: SavesOptions = {},
): AsyncGenerator<string | undefined> {
  const path = fileURLToPath(file);
  let last = await Content.read(path);
  using changes = new Changes(signal, options);
  while (!signal.aborted) {
    // Watched before it is read again: no save falls between the two.
    changes.follow(last.folders);
    let now = await Content.read(path);
    if (now.key === last.key) {
      if (!await changes.next()) return;
      await changes.quiet();
      now = await Content.read(path);
      // Between two steps of a save the file may be away.
      for (
        const began = performance.now();
        now.text === undefined && performance.now() - began < AWAY_MS;
      ) {
        await pause(QUIET_MS);
        now = await Content.read(path);
      }
    }
    if (now.key === last.key) continue;
    last = now;
    if (!signal.aborted) yield now.text;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What a file and the files that it imports hold. */
class Content {
  /** Text of the file; `undefined` if it is away. */
  readonly text: string | undefined;
  /** The same for the same content of all. */
  readonly key: string;
  /** The folders they lie in, those that links lead to among them. */
  readonly folders: string[];

  private constructor(
    path: string,
    files: ReadonlyMap<string, string | undefined>,
    folders: string[],
  ) {
    this.text = files.get(path);
    this.key = JSON.stringify([...files]);
    this.folders = folders;
  }

  static async read(path: string): Promise<Content> {
    const files = await ownFiles(path);
    const folders = new Set([dirname(path)]);
    for (const [each, text] of files) {
      if (text === undefined) continue;
      folders.add(dirname(each));
      folders.add(dirname(await Deno.realPath(each).catch(() => each)));
    }
    return new Content(path, files, [...folders].sort());
  }
}

/** Changes in folders, as the system tells them, or found by looking again and again. */
class Changes implements Disposable {
  readonly #options: SavesOptions;
  readonly #signal: AbortSignal;
  #folders = "";
  #watcher: Deno.FsWatcher | undefined;
  #polls = false;
  #count = 0;
  #seen = 0;
  #wake = () => {};

  constructor(signal: AbortSignal, options: SavesOptions) {
    this.#signal = signal;
    this.#options = options;
    signal.addEventListener("abort", this.#end);
  }

  /** Watches these folders, and no others. */
  follow(folders: string[]): void {
    const names = folders.join("\n");
    if (this.#polls || names === this.#folders) return;
    this.#folders = names;
    this.#close();
    try {
      const { watch = watchFolders } = this.#options;
      this.#watcher = watch(folders);
      this.#listen(this.#watcher);
    } catch (error) {
      // A folder of the workbook is gone: looking again would not bring it back.
      if (error instanceof Deno.errors.NotFound) throw error;
      this.#poll(error as Error);
    }
  }

  /** Waits for a change that nobody was told of. Resolves with false at the end. */
  async next(): Promise<boolean> {
    while (this.#count === this.#seen && !this.#signal.aborted) {
      if (this.#polls) {
        await this.#pauseOrEnd(POLL_MS);
        break;
      }
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    this.#seen = this.#count;
    return !this.#signal.aborted;
  }

  /** Waits until nothing has changed for a moment. */
  async quiet(): Promise<void> {
    do {
      this.#seen = this.#count;
      await pause(QUIET_MS);
    } while (this.#seen !== this.#count);
  }

  [Symbol.dispose](): void {
    this.#signal.removeEventListener("abort", this.#end);
    this.#close();
  }

  readonly #end = () => {
    this.#close();
    this.#wake();
  };

  async #listen(watcher: Deno.FsWatcher): Promise<void> {
    try {
      for await (const { kind } of watcher) {
        // Reading them is none.
        if (kind === "access") continue;
        this.#count++;
        this.#wake();
      }
    } catch (error) {
      if (watcher === this.#watcher) this.#poll(error as Error);
    }
  }

  #poll(error: Error): void {
    this.#polls = true;
    this.#options.onPolling?.(error);
    this.#wake();
  }

  #pauseOrEnd(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #close(): void {
    const watcher = this.#watcher;
    this.#watcher = undefined;
    try {
      watcher?.close();
    } catch {
      // Closed already.
    }
  }
}

function watchFolders(folders: string[]): Deno.FsWatcher {
  return Deno.watchFs(folders, { recursive: false });
}
