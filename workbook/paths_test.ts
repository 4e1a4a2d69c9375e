import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { filePath, fileUrl, pathUrl } from "./paths.ts";

Deno.test("a path and its address are those of node:url", () => {
  const folder = fileURLToPath(fileUrl("lessons/"));
  for (
    const name of [
      "exercise.ts",
      "two words.ts",
      "what?.ts",
      "#1.ts",
      "100%.ts",
      "a%20b.ts",
      "ä 中 🙂.ts",
      "a,b;c&d=e+f@g:h.ts",
      "it's [x] {y} ^`|~.ts",
    ]
  ) {
    const path = join(folder, name);
    const file = pathToFileURL(path);
    assertEquals(filePath(file), path);
    assertEquals(filePath(pathUrl(path)), path);
    assertEquals(fileURLToPath(pathUrl(path)), path);
  }
  assertEquals(pathUrl("/"), pathToFileURL("/"));
});
