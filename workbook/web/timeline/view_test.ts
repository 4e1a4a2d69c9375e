import { assert, assertEquals } from "@std/assert";
import { recordServerFlow } from "../../../tools/testing/recordings.ts";
import type { Seen, Walk } from "../../../tools/testing/timeline_walk.ts";
import { fileUrl } from "../../paths.ts";
import type { Recording } from "./recording.ts";
import { stateAt } from "./state_at.ts";
import { openingStep, stepsOf } from "./steps.ts";
import { lineOf } from "./wording.ts";

const FOLDER = ".handshake/timeline/";

async function run(program: string, args: string[]) {
  const command = new Deno.Command(program, { args, cwd: fileUrl(".") });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return {
    success,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/** Whether a program is there and runs. */
async function isThere(program: string, args: string[]): Promise<boolean> {
  try {
    return (await run(program, args)).success;
  } catch {
    return false;
  }
}

const hasBrowser = await isThere("/usr/bin/chromium", ["--version"]);
const hasDriver = hasBrowser &&
  await isThere(Deno.execPath(), [
    "cache",
    "--quiet",
    "--no-lock",
    "npm:playwright-core@1.65.1",
  ]);

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'">
<title>time line</title>
<link rel="stylesheet" href="timeline.css">
<main></main>
<script type="module" src="main.js"></script>
</html>
`;

/** Makes a page with a recording. */
async function build(recording: Recording): Promise<void> {
  await Deno.mkdir(FOLDER, { recursive: true });
  const write = (name: string, text: string) =>
    Deno.writeTextFile(`${FOLDER}${name}`, text);
  await write("index.html", PAGE);
  await write("recording.json", JSON.stringify(recording));
  await Deno.copyFile("solutions/03_server_flow.ts", `${FOLDER}source.txt`);
  await Deno.copyFile(
    "workbook/web/timeline/timeline.css",
    `${FOLDER}timeline.css`,
  );
  const { success, stderr } = await run(Deno.execPath(), [
    "bundle",
    "--quiet",
    "--platform=browser",
    `--output=${FOLDER}main.js`,
    "tools/testing/timeline_page.ts",
  ]);
  assert(success, stderr);
}

async function walk(): Promise<Walk> {
  const { success, stdout, stderr } = await run(Deno.execPath(), [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-lock",
    "--no-check",
    "--allow-read",
    "--allow-write",
    "--allow-env",
    "--allow-sys",
    "--allow-net=127.0.0.1",
    "--allow-run=/usr/bin/chromium",
    "tools/testing/timeline_walk.ts",
    fileUrl(FOLDER).href,
  ]);
  assert(success, stderr);
  return JSON.parse(stdout);
}

/** What the page must show after so many events. */
function expected(recording: Recording, count: number): Omit<Seen, "details"> {
  const { lanes, places, ends: all } = recording;
  const { ends, pending } = stateAt(recording)(count);
  const cards = lanes.flatMap(({ name }, lane) => {
    const own = ends.filter((end) => end.lane === lane);
    const live = own.filter(({ state }) => state !== "CLOSED");
    return (live.length > 0 ? live : own.slice(-1)).map((end) => {
      const queues = all[end.end].remote
        ? [end.receive, end.send]
        : [end.receive];
      return [name, end.state, ...queues].join(" ");
    });
  });
  const calls = pending.toReversed().map(({ name, asked, hex, place }) => {
    const given = hex ? '"OK!!!"' : name === "listen" ? asked : "";
    return `${name}(${given}) waits ${lineOf(places[place!])}`;
  });
  return { step: 0, ends: cards, pending: calls };
}

Deno.test({
  name: `a recording is drawn in a browser, and gone through by keys${
    hasBrowser && hasDriver ? "" : " (not tested: no Chromium, or no driver)"
  }`,
  ignore: !hasBrowser || !hasDriver,
  async fn() {
    const recording = await recordServerFlow();
    await build(recording);
    const seen = await walk();
    const steps = stepsOf(recording);
    assertEquals(seen.errors, []);

    const fault = openingStep(recording, steps);
    assertEquals(seen.opening.step, fault);
    const rows = "whatthe second client says nothingexpectedhellocamenothing";
    assert(seen.opening.details.includes(`Fault${rows}`));

    assertEquals(seen.steps.length, steps.length + 1);
    seen.steps.forEach(({ step, ends, pending }, index) => {
      assertEquals(step, index - 1);
      const count = steps[step]?.end ?? 0;
      assertEquals({ step: 0, ends, pending }, expected(recording, count));
    });

    const last = steps.length - 1;
    assertEquals(seen.keys, {
      f: fault,
      End: last,
      ArrowLeft: last - 1,
      PageUp: last - 11,
      ArrowDown: last - 10,
      ArrowUp: last - 11,
    });
    assert(seen.played);
    assert(seen.segment.includes("68 65 6c 6c 6f"));
    assertEquals(seen.title, "line 121");
    assertEquals(seen.diagram.state, "ESTABLISHED");
    assertEquals(seen.diagram.arcs, ["FIN_WAIT_1", "CLOSE_WAIT", "CLOSED"]);
    assertEquals(seen.rows, steps.length);
  },
});
