import { assertEquals, assertNotEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { fileUrl } from "../paths.ts";
import { makeLink } from "../../tools/testing/link.ts";
import { gather, LARGEST, redirect } from "./stage.ts";

Deno.test("redirect() leads imports of the workbook to it, from any depth", () => {
  const text = (address: string) => `import { todo } from "${address}";\n`;
  for (
    const address of [
      "../../workbook/todo.ts",
      "./workbook/todo.ts",
      "../../../../workbook/todo.ts",
    ]
  ) {
    assertEquals(
      redirect({ name: "exercise.ts", text: text(address) }),
      text("../../workbook/todo.ts"),
    );
    assertEquals(
      redirect({ name: "own/helper.ts", text: text(address) }),
      text("../../../workbook/todo.ts"),
    );
  }
  assertEquals(
    redirect({ name: "exercise.ts", text: text("./own/helper.ts") }),
    text("./own/helper.ts"),
  );
});

/** A folder of files that is removed at the end. */
async function writeFolder(files: Record<string, string>) {
  const folder = fileUrl(`.handshake/gather-${crypto.randomUUID()}/`);
  const write = async (name: string, text: string) => {
    const url = new URL(name, folder);
    await Deno.mkdir(new URL(".", url), { recursive: true });
    await Deno.writeTextFile(url, text);
  };
  for (const [name, text] of Object.entries(files)) await write(name, text);
  return {
    write,
    urlOf: (name: string) => new URL(name, folder),
    pathOf: (name: string) => fileURLToPath(new URL(name, folder)),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

Deno.test("gather() takes the files of its own folder that are imported, and no other", async () => {
  const text =
    'import { a } from "./own/a.ts";\nimport "../ben/secret.ts";\nimport "./missing.ts";\nimport "./large.ts";\nimport "./carl.ts";\n';
  await using folder = await writeFolder({
    "anna/x.ts": text,
    "anna/own/a.ts": 'export * from "./b.ts";\n',
    "anna/own/b.ts": "export const a = 1;\n",
    "anna/carl.ts": "",
    "anna/large.ts": " ".repeat(LARGEST + 1),
    "ben/secret.ts": "",
  });
  const file = folder.pathOf("anna/x.ts");
  const gatherAll = () =>
    gather(file, text, (path) => path === folder.pathOf("anna/carl.ts"));
  const bundle = await gatherAll();
  assertEquals(bundle.files.map(({ name }) => name), [
    "exercise.ts",
    "own/a.ts",
    "own/b.ts",
  ]);
  await folder.write("anna/own/b.ts", "export const a = 2;\n");
  assertNotEquals((await gatherAll()).key, bundle.key);
});

Deno.test("gather() follows no link that leads out of the folder", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const text = 'export * from "./helper.ts";\nexport * from "./inside.ts";\n';
  await using folder = await writeFolder({
    "anna/exercise.ts": text,
    "anna/own/a.ts": "",
    "ben/exercise.ts": "",
  });
  await makeLink("../ben/exercise.ts", folder.urlOf("anna/helper.ts"));
  await makeLink("own/a.ts", folder.urlOf("anna/inside.ts"));
  const { files } = await gather(folder.pathOf("anna/exercise.ts"), text);
  assertEquals(files.map(({ name }) => name), ["exercise.ts", "inside.ts"]);
});

Deno.test("gather() keeps a submission apart from a helper named exercise.ts", async () => {
  const text = 'export * from "./exercise.ts";\n';
  await using folder = await writeFolder({
    "main.ts": text,
    "exercise.ts": "export const a = 1;\n",
  });
  const { files } = await gather(folder.pathOf("main.ts"), text);
  assertEquals(files, [
    { name: "submission.ts", text },
    { name: "exercise.ts", text: "export const a = 1;\n" },
  ]);
});
