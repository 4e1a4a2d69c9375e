import { assertEquals, assertNotEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { fileUrl } from "../paths.ts";
import { gather, redirect } from "./stage.ts";

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

Deno.test("gather() takes the files of its own folder that are imported, and no other", async () => {
  const folder = fileUrl(`.handshake/gather-${crypto.randomUUID()}/`);
  const write = async (name: string, text: string) => {
    const url = new URL(name, folder);
    await Deno.mkdir(new URL(".", url), { recursive: true });
    await Deno.writeTextFile(url, text);
    return fileURLToPath(url);
  };
  try {
    const text =
      'import { a } from "./own/a.ts";\nimport "../ben/secret.ts";\nimport "./missing.ts";\n';
    const file = await write("anna/x.ts", text);
    await write("anna/own/a.ts", 'export * from "./b.ts";\n');
    await write("anna/own/b.ts", "export const a = 1;\n");
    await write("ben/secret.ts", "");
    const bundle = await gather(file, text);
    assertEquals(bundle.files.map(({ name }) => name), [
      "exercise.ts",
      "own/a.ts",
      "own/b.ts",
    ]);
    await write("anna/own/b.ts", "export const a = 2;\n");
    assertNotEquals((await gather(file, text)).key, bundle.key);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
