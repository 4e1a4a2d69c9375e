import { LESSONS } from "../../workbook/catalogue.ts";
import { fileUrl } from "../../workbook/paths.ts";

/** The files that each folder may hold, as patterns of names. */
function allowed(): Array<[folder: string, names: RegExp]> {
  const stems = LESSONS.map(({ stem }) => stem).join("|");
  const lessons = LESSONS.flatMap(({ stem }): Array<[string, RegExp]> => [
    [
      `lessons/${stem}`,
      /^(README\.md|demo\.ts|play\.ts|exercise\.ts|exercise\.given\.ts|guide\.ts|_\w+\.ts|\w+\.c|exercise\.\d.*\.ts)$/,
    ],
    [`tests/gallery/${stem}`, /^(wrong|right)(\.txt)?$/],
    [`tests/gallery/${stem}/right`, /^\w+\.ts$/],
    [`tests/gallery/${stem}/wrong`, /^\w+\.ts$/],
  ]);
  return [
    ["lessons", new RegExp(`^(${stems}|NOTES\\.md)$`)],
    ["solutions", new RegExp(`^(${stems})\\.ts$`)],
    ["tests", new RegExp(`^((${stems})_test\\.ts|mod\\.ts|gallery)$`)],
    ["tests/gallery", new RegExp(`^(${stems}|README\\.md)$`)],
    ...lessons,
  ];
}

/** The names in a folder; none if there is no such folder: a gallery need not have files. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(fileUrl(folder))))
      .map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/**
 * Files of the lessons' folders that belong to no lesson.
 *
 * @returns A sentence for each; an empty list if there are none.
 */
export async function findStrays(): Promise<string[]> {
  const strays: string[] = [];
  for (const [folder, names] of allowed()) {
    for (const name of await namesIn(folder)) {
      if (!names.test(name)) {
        strays.push(`${folder}/${name} belongs to no lesson of the catalogue`);
      }
    }
  }
  return strays;
}
