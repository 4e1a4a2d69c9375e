import { LESSONS } from "../../workbook/catalogue.ts";
import { fileUrl } from "../../workbook/paths.ts";

/** The files that each folder may hold, as patterns of names. */
function allowed(): Array<[folder: string, names: RegExp]> {
  const stems = LESSONS.map(({ stem }) => stem).join("|");
  const lessons = LESSONS.flatMap(({ stem }): Array<[string, RegExp]> => [
    [
      `lessons/${stem}`,
      /^(README\.md|demo\.ts|play\.ts|exercise\.ts|guide\.ts|_\w+\.ts|exercise\.\d.*\.ts)$/,
    ],
    [`tests/right/${stem}`, /^\w+\.ts$/],
    [`tests/wrong/${stem}`, /^(\w+\.ts|messages\.txt)$/],
  ]);
  return [
    ["lessons", new RegExp(`^(${stems})$`)],
    ["solutions", new RegExp(`^(${stems})\\.ts$`)],
    ["tests", new RegExp(`^((${stems})_test\\.ts|mod\\.ts|right|wrong)$`)],
    ["tests/right", new RegExp(`^(${stems})$`)],
    ["tests/wrong", new RegExp(`^(${stems})$`)],
    ...lessons,
  ];
}

/**
 * Files of the learner's rooms that no lesson knows.
 *
 * @returns A sentence for each; an empty list if there are none.
 */
export async function findStrays(): Promise<string[]> {
  const strays: string[] = [];
  for (const [folder, names] of allowed()) {
    for await (const { name } of Deno.readDir(fileUrl(folder))) {
      if (!names.test(name)) {
        strays.push(`${folder}/${name} belongs to no lesson of the catalogue`);
      }
    }
  }
  return strays;
}
