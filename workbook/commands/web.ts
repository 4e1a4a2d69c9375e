/**
 * `deno task web`: the workbook in a browser, served on this machine only.
 *
 * @module
 */
import { onlyOne, readOptions, wholeNumber } from "../arguments.ts";
import { typed, UsageError } from "../usage_error.ts";
import { build, buildIfStale, SITE } from "../web/build.ts";
import { servePage } from "../web/serve.ts";
import { filePath, readablePath, ROOT } from "../paths.ts";

const HELP =
  `deno task web               the workbook in the browser; Ctrl-C stops it
  --port PORT               listen on this port; 8333, or else a free one
  --build                   build the page and end: deno task web:build
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    port: { type: "string" },
    build: { type: "boolean" },
  });
  onlyOne(values, ["port", "build"]);
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  if (words.length > 0) {
    throw new UsageError(
      "Cannot use words after  deno task web : choose a lesson in the page",
    );
  }
  if (ROOT.includes("*")) {
    throw new UsageError(
      `Cannot build the page in ${
        typed(filePath(new URL(ROOT)))
      }: the compiler takes * in a path for any text. Rename the folder that has it, and run this again`,
    );
  }
  if (values.build) {
    await build();
    console.log(
      `Built ${readablePath(SITE.href)}: any web server can serve it`,
    );
    return 0;
  }
  const port = values.port === undefined
    ? undefined
    : wholeNumber("--port", String(values.port), 0, 65_535);
  console.error("Building the page; the first time takes some seconds …");
  await buildIfStale();
  const running = await servePage(SITE, port);
  console.log(`Handshake is at ${running.address}      Ctrl-C stops it`);
  await new Promise(() => {});
  return 0;
}
