import { filePath } from "../paths.ts";

/**
 * Writes a file so that it is never seen half-written: a new file beside it is
 * written completely, then takes its name. Killed at any moment, the old
 * content or the new one is there.
 *
 * @param file The file.
 * @param text What it is to hold.
 * @throws {Deno.errors.NotCapable | Deno.errors.PermissionDenied} If the folder may not be written.
 */
export async function replaceFile(file: URL, text: string): Promise<void> {
  const path = filePath(file);
  const fresh = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    const handle = await Deno.open(fresh, { write: true, createNew: true });
    try {
      const bytes = new TextEncoder().encode(text);
      for (let done = 0; done < bytes.length;) {
        done += await handle.write(bytes.subarray(done));
      }
      await handle.sync();
    } finally {
      handle.close();
    }
    await Deno.rename(fresh, path);
  } catch (error) {
    await Deno.remove(fresh).catch(() => {});
    // Nobody has seen the new file.
    if (error instanceof Error) {
      error.message = error.message.replaceAll(fresh, path);
    }
    throw namingFile(error, path);
  }
}

/**
 * An error that names its file: the system does not say which one was written
 * when the disk was full.
 *
 * @param error What was thrown while the file was written.
 * @param path Path of the file.
 */
export function namingFile(error: unknown, path: string): unknown {
  if (error instanceof Error && !/["']/.test(error.message)) {
    error.message += `: write '${path}'`;
  }
  return error;
}

/**
 * Gives a file a second name beside it, which it keeps when the first name is
 * taken by another file. An existing file is never overwritten.
 *
 * @param file The file.
 * @param name Makes the second name; called again with 2, 3, … while it is taken.
 * @returns The second name.
 */
export async function keepCopy(
  file: URL,
  name: (attempt: number) => string,
): Promise<string> {
  const path = filePath(file);
  for (let attempt = 1;; attempt++) {
    const copy = name(attempt);
    const target = filePath(new URL(copy, file));
    try {
      // A hard link is made at once or not at all, and takes no space.
      await Deno.link(path, target);
      return copy;
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) continue;
      if (error instanceof Deno.errors.NotCapable) throw error;
    }
    // Not every file system has links.
    const text = await Deno.readFile(path);
    try {
      await Deno.writeFile(target, text, { createNew: true });
      return copy;
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) continue;
      await Deno.remove(target).catch(() => {});
      throw error;
    }
  }
}

/**
 * Waits until no other process holds a file, and holds it. The system lets it
 * go when this process ends, however it ends.
 *
 * @param file An empty file that is made for this.
 * @returns What lets it go.
 */
export async function lockFile(file: URL): Promise<Disposable> {
  const handle = await Deno.open(file, { create: true, write: true });
  // Where the file system has no locks, the last one to write wins.
  await handle.lock(true).catch(() => {});
  return handle;
}

/** Makes the folder of a file, if it is not there. */
export async function makeFolder(file: URL): Promise<void> {
  await Deno.mkdir(new URL("./", file), { recursive: true });
}
