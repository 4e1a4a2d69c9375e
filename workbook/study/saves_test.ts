import { assertEquals } from "@std/assert";
import { makeLink } from "../../tools/testing/link.ts";
import { fileUrl } from "../paths.ts";
import { savesOf, type SavesOptions } from "./saves.ts";

/** A file that is watched. */
class Watched implements AsyncDisposable {
  readonly folder = fileUrl(`.handshake/saves-${crypto.randomUUID()}/`);
  readonly #stop = new AbortController();
  #saves: AsyncGenerator<string | undefined> | undefined;

  url(name: string): URL {
    return new URL(name, this.folder);
  }

  async write(name: string, text: string): Promise<void> {
    const url = this.url(name);
    await Deno.mkdir(new URL(".", url), { recursive: true });
    await Deno.writeTextFile(url, text);
  }

  /** What is told after something was done. */
  async after(
    act: () => Promise<void>,
    options: SavesOptions = {},
  ): Promise<string | undefined> {
    const watching = Promise.withResolvers<void>();
    const { watch = Deno.watchFs } = options;
    const isFirst = this.#saves === undefined;
    this.#saves ??= savesOf(this.url("x.ts"), this.#stop.signal, {
      ...options,
      watch(folders) {
        // What the file holds has been read: what is done from now on is a save.
        watching.resolve();
        return watch(folders);
      },
    });
    const next = this.#saves.next();
    if (isFirst) await watching.promise;
    await act();
    return (await next).value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#saves?.return(undefined);
    await Deno.remove(this.folder, { recursive: true });
  }
}

Deno.test("savesOf() tells of a save, and not of one that changes nothing", async () => {
  await using watched = new Watched();
  await watched.write("x.ts", "one");
  const told = await watched.after(async () => {
    await watched.write("x.ts", "one");
    await watched.write("x.ts", "two");
  });
  assertEquals(told, "two");
});

Deno.test("savesOf() tells when a file that is imported changes, in another folder, too", async () => {
  await using watched = new Watched();
  await watched.write("x.ts", 'import "./own/a.ts";\n');
  await watched.write("own/a.ts", 'export * from "../b.ts";\n');
  await watched.write("b.ts", "1");
  const text = 'import "./own/a.ts";\n';
  assertEquals(
    await watched.after(() => watched.write("own/a.ts", 'import "../b.ts";')),
    text,
  );
  assertEquals(await watched.after(() => watched.write("b.ts", "2")), text);
  const more = 'import "./new/c.ts";\n';
  await watched.write("new/c.ts", "1");
  assertEquals(await watched.after(() => watched.write("x.ts", more)), more);
  assertEquals(await watched.after(() => watched.write("new/c.ts", "2")), more);
});

Deno.test({
  name: "savesOf() follows a link to where the file lies",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using watched = new Watched();
    await watched.write("elsewhere/real.ts", "one");
    await makeLink("elsewhere/real.ts", watched.url("x.ts"));
    assertEquals(
      await watched.after(() => watched.write("elsewhere/real.ts", "two")),
      "two",
    );
  },
});

Deno.test("savesOf() tells that the file is gone, and that it is there again", async () => {
  await using watched = new Watched();
  await watched.write("x.ts", "one");
  assertEquals(
    await watched.after(() => Deno.remove(watched.url("x.ts"))),
    undefined,
  );
  assertEquals(
    await watched.after(() => watched.write("x.ts", "two")),
    "two",
  );
});

Deno.test("savesOf() looks again and again where the system does not watch", async () => {
  await using watched = new Watched();
  await watched.write("x.ts", "one");
  const errors: string[] = [];
  const told = await watched.after(() => watched.write("x.ts", "two"), {
    watch: () => {
      throw new Error("no space left on device");
    },
    onPolling: ({ message }) => errors.push(message),
  });
  assertEquals(told, "two");
  assertEquals(errors, ["no space left on device"]);
});
