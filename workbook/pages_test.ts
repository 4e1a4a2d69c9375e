import { assertEquals } from "@std/assert";
import { fileUrl } from "./paths.ts";

/** Rooms with a page that says where an idea is. */
const ROOMS = [
  "workbook/",
  "workbook/demo/",
  "workbook/grading/",
  "workbook/network/",
  "workbook/sandbox/",
  "workbook/web/",
  "workbook/web/timeline/",
];

/** Folders that a page names as a whole, or that have a page of their own. */
const WHOLE = /^(scenarios|timeline|page\/testing)\//;

const nameOf = (path: string): string => path.replace(/^.*\//, "");

/** The files of TypeScript below a folder, relative to it. */
async function filesBelow(folder: string, below = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(fileUrl(folder + below))) {
    const path = below + entry.name;
    if (entry.isDirectory) files.push(...await filesBelow(folder, `${path}/`));
    else if (path.endsWith(".ts")) files.push(path);
  }
  return files;
}

for (const room of ROOMS) {
  Deno.test(`the page of ${room} names each of its files, and none that is gone`, async () => {
    const page = await Deno.readTextFile(fileUrl(`${room}README.md`));
    const namesIn = (text: string) =>
      [...text.matchAll(/[\w./]+\.ts\b/g)].map(([path]) => nameOf(path));
    const named = namesIn(page);
    const own = (await filesBelow(room)).filter((path) =>
      !path.endsWith("_test.ts") && !WHOLE.test(path) &&
      // Its other rooms are not the engine's own files.
      (room !== "workbook/" || !path.includes("/"))
    );
    assertEquals(
      own.filter((path) => !named.includes(nameOf(path))),
      [],
      "files that the page does not name",
    );
    const all = (await filesBelow("workbook/")).map(nameOf);
    // `lessons/NN_name/demo.ts` is many files.
    const rows = page.split("\n").filter((line) =>
      line.startsWith("|") && !line.includes("NN_")
    );
    assertEquals(
      namesIn(rows.join("\n")).filter((name) => !all.includes(name)),
      [],
      "rows of the table of ideas without a file",
    );
  });
}
