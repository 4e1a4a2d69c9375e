import { join } from "node:path";

/** Answers to the questions of the demonstrations, by `stem/id`. */
export type MissedPredictions = Record<
  string,
  { missed: number; answered: number }
>;

/**
 * Counts the predictions that clones of the workbook remember.
 *
 * @param folders The clones.
 */
export async function countPredictions(
  folders: Iterable<string>,
): Promise<MissedPredictions> {
  const counted: MissedPredictions = {};
  for (const folder of folders) {
    for (const [id, right] of await predictionsOf(folder)) {
      const count = counted[id] ??= { missed: 0, answered: 0 };
      count.answered++;
      if (!right) count.missed++;
    }
  }
  return counted;
}

/** What one clone remembers; nothing where its file is missing or damaged. */
async function predictionsOf(folder: string): Promise<[string, boolean][]> {
  try {
    const text = await Deno.readTextFile(
      join(folder, ".handshake", "progress.json"),
    );
    const predictions = JSON.parse(text)?.predictions ?? {};
    return Object.entries(predictions).filter((each): each is [
      string,
      boolean,
    ] => /^\d\d_\w+\/[\w-]+$/.test(each[0]) && typeof each[1] === "boolean");
  } catch {
    return [];
  }
}
