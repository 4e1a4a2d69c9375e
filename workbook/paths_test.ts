import { assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
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
    assertEquals(filePath(fileUrl(`lessons/${name}`)), path);
  }
  assertEquals(pathUrl("/"), pathToFileURL("/"));
});

Deno.test({
  name: "the address of a path is the one that Deno gives it",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = filePath(fileUrl(`.handshake/paths-${crypto.randomUUID()}`));
    // Every character of ASCII that a name may have; a dot alone is no name.
    const names = Array.from({ length: 127 }, (_, i) => String.fromCharCode(i))
      .slice(1).filter((name) => !"./".includes(name));
    const path = join(folder, ` ${names.join("")}ä `, "a.ts");
    try {
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeTextFile(path, "console.log(import.meta.url);\n");
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "--no-config", path],
      }).output();
      assertEquals(new TextDecoder().decode(stdout), `${pathUrl(path).href}\n`);
      assertEquals(filePath(pathUrl(path)), path);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
