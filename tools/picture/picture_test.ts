import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Demo } from "../../workbook/demo/events.ts";
import { call, say, step } from "../../workbook/demo/kit.ts";
import { fileUrl } from "../../workbook/paths.ts";
import { PICTURE } from "../picture.ts";
import { sceneOf } from "./scene.ts";
import { screenOfDemo } from "./screen.ts";
import { terminalSvg } from "./svg.ts";

const picture = () => Deno.readTextFile(fileUrl(PICTURE.path));

Deno.test({
  name: "the picture is what the demo shows; if not, run  deno task picture",
  // Elsewhere the kernel's rows may differ, or cannot be read.
  ignore: Deno.build.os !== "linux",
  async fn() {
    assertEquals(terminalSvg(await screenOfDemo(), PICTURE), await picture());
  },
});

Deno.test("the README shows the picture in its beginning, and says what it is", async () => {
  const readme = await Deno.readTextFile(fileUrl("README.md"));
  const beginning = readme.slice(0, readme.indexOf("\n## Work through"));
  assertMatch(beginning, /!\[[^\]]{20,}\]\(\.github\/demo\.svg\)/);
  assertStringIncludes(await picture(), `<title>${PICTURE.title}</title>`);
});

Deno.test("a scene is the first of its step, and has fixed ports", async () => {
  const row = {
    family: "ipv4",
    local: { hostname: "127.0.0.1", port: 5123 },
    remote: { hostname: "0.0.0.0", port: 0 },
    state: "LISTEN",
    receiveQueue: 0,
    sendQueue: 0,
    owned: true,
  } as const;
  let isOver = false;
  const demo: Demo = async function* () {
    try {
      yield step(1, "Before");
      yield step(2, "Listen");
      yield call("listen()", 5123);
      yield { type: "rows", rows: [row], labels: { "127.0.0.1:5123": "5" } };
      yield step(2, "After");
      yield say("Never reached");
    } finally {
      isOver = true;
    }
  };
  const local = { hostname: "127.0.0.1", port: 40001 };
  assertEquals(await sceneOf(demo, 2), [
    step(2, "Listen"),
    call("listen()", 40001),
    {
      type: "rows",
      rows: [{ ...row, local }],
      labels: { "127.0.0.1:40001": "5" },
    },
  ]);
  assertEquals(isOver, true);
});

Deno.test("a text is drawn in its columns, with its look, and as XML", () => {
  const svg = terminalSvg(["a  \x1b[1mb \x1b[36m<c>\x1b[39m\x1b[22m d"], {
    columns: 10,
    title: "A & B",
  });
  const texts = [
    ...svg.matchAll(/<text x="([\d.]+)"[^>]*?(class="[^"]*")?>(.*)<\/text>/g),
  ]
    .map(([, x, look, text]) => [(Number(x) - 20) / 8.4, look, text]);
  assertEquals(
    texts.map(([x, look, text]) => [Math.round(Number(x)), look, text]),
    [
      [0, undefined, "a"],
      [3, 'class="s1"', "b"],
      [5, 'class="s1 s36"', "&lt;c&gt;"],
      [9, undefined, "d"],
    ],
  );
  assertStringIncludes(svg, "<title>A &amp; B</title>");
});
