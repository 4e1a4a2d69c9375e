import { assert, assertEquals } from "@std/assert";
import { renderMarkdown } from "./markdown.ts";
import { createStyle } from "./style.ts";
import { textWidth } from "./width.ts";

const plain = (width: number) => createStyle({ colour: false, width });
const coloured = createStyle({ colour: true, width: 80 });

/** One of everything that a lesson's text may hold. */
const LESSON = `<!-- not shown -->
# Byte *order*

A port such as \`9821\` is two bytes, \`26 5d\`, and **the first is the larger**:
see [RFC 9293](https://www.rfc-editor.org/rfc/rfc9293) and [the demo](./demo.ts).<!-- not shown -->
A value &lt; 256 has one byte; <https://example.org> is an address.

## The calls

| C call | Deno call | Returns |
|---|---|--:|
| \`socket\`, \`bind\`, \`listen\` | \`Deno.listen({ hostname: "127.0.0.1", port: 0 })\` | a listener |
| \`accept\` | \`await listener.accept()\` | a connection |

### In short

1. The listener waits, and every client that connects is put into the queue of connections.
2. The client connects:
   - it sends a SYN
   - it waits
3. Both ends close.

- one paragraph

  and another
- a second item

Then:

- [x] read the text
- [ ] write the exercise

> The kernel makes the connection. \`accept()\` only takes it from the queue, whenever it comes.

\`\`\`ts
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }); // longer than the width

await listener.accept();
\`\`\`

---

<details><summary>Answer</summary>

Ten bytes.

</details>

One line\\
and the next
`;

for (const width of [60, 80, 100]) {
  Deno.test(`renderMarkdown() sets a lesson in ${width} columns`, async (t) => {
    await t.assertSnapshot(await renderMarkdown(LESSON, plain(width)));
  });
}

Deno.test({
  name: "renderMarkdown() colours a lesson",
  ignore: Deno.noColor,
  async fn(t) {
    await t.assertSnapshot(await renderMarkdown(LESSON, coloured));
  },
});

Deno.test("renderMarkdown() keeps to the width, listings and long words excepted", async () => {
  const prose = LESSON.replace(/```[\s\S]*```/, "");
  for (let width = 40; width <= 100; width++) {
    const text = await renderMarkdown(prose, plain(width));
    for (const line of text.split("\n")) {
      assert(textWidth(line) <= width, `${width}: ${line}`);
    }
  }
});

Deno.test("renderMarkdown() leaves listings as they are", async () => {
  const code = "a\n\n    b  c   " + "d".repeat(90);
  assertEquals(
    await renderMarkdown("```\n" + code + "\n```", plain(40)),
    code.split("\n").map((line) => line && `    ${line}`).join("\n") + "\n",
  );
});

Deno.test("renderMarkdown() sets a listing in as far as there is room", async () => {
  const shown = (width: number) =>
    renderMarkdown("```\n" + "d".repeat(40) + "\n```", plain(width));
  assertEquals(await shown(60), `    ${"d".repeat(40)}\n`);
  assertEquals(await shown(41), ` ${"d".repeat(40)}\n`);
  assertEquals(await shown(40), `${"d".repeat(40)}\n`);
});

Deno.test("renderMarkdown() drops comments and HTML", async () => {
  assertEquals(
    await renderMarkdown(
      "a<!-- b -->c\n\n<!--\nd\n\ne\n-->\n\nf <kbd>g</kbd>",
      plain(80),
    ),
    "ac\n\nf g\n",
  );
  assertEquals(await renderMarkdown("<!-- only this -->\n", plain(80)), "");
});

Deno.test("renderMarkdown() shows where a link leads, and marks one within the text", async () => {
  const text = await renderMarkdown(
    "[a](../b.md) [c](#d) [e](http://f.example/) [g][h]\n\n[h]: https://i.example/",
    plain(80),
  );
  assertEquals(text, "a c↓ e (http://f.example/) g (https://i.example/)\n");
});

Deno.test("renderMarkdown() shows the characters that references and escapes stand for", async () => {
  assertEquals(
    await renderMarkdown(
      "&amp; &#65; &#x42; \\*c\\* &unknown; `&amp;`",
      plain(80),
    ),
    "& A B *c* &unknown; `&amp;`\n",
  );
});

Deno.test("renderMarkdown() reads files with the line ends of Windows", async () => {
  const text = "# A\r\n\r\nb\r\nc\r\n\r\n```\r\nd\r\n```\r\n";
  assertEquals(
    await renderMarkdown(text, plain(80)),
    "A\n═\n\nb c\n\n    d\n",
  );
});
