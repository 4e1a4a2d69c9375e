import { filePath, readablePath, ROOT } from "../paths.ts";
import {
  CLOSED_FOLDERS,
  isKnownSubmission,
  KNOWN_SUBMISSIONS,
} from "./paths.ts";

/** What {@linkcode denoCommand} runs, and what it may use. */
export interface CommandOptions {
  /** The program, relative to the workbook: `workbook/poke/child.ts`. */
  program: string;
  /** The submission that it loads; `undefined` if all its code is the workbook's. */
  submission?: URL;
  /** Paths that it may not read, relative to the workbook: submissions of others. None has a comma: it would end the permission. */
  hidden?: readonly string[];
  /** Memory that it may take, in bytes. */
  memoryBytes: number;
  /** Addresses that it may use beside loopback. */
  net?: readonly string[];
  /** Further options of `deno run`. */
  more?: readonly string[];
}

/**
 * The command line of a program that runs a submission: it may use loopback,
 * and read the workbook and the submission, but not the submissions that the
 * workbook knows. Run it in the folder of the workbook: no permission names that
 * folder then, since a comma in its path would end the permission.
 *
 * @param options What is run.
 * @returns The program `deno` and its arguments.
 */
export function denoCommand(options: CommandOptions): string[] {
  const { program, submission, memoryBytes } = options;
  const { hidden = [], net = [], more = [] } = options;
  return [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-check",
    "--no-prompt",
    "--cached-only",
    "--no-remote",
    "--config=deno.json",
    `--allow-net=${["127.0.0.1", "[::1]", ...net].join(",")}`,
    ...submission ? readFlags(submission, hidden) : ["--allow-read=."],
    `--v8-flags=${
      [
        `--max-old-space-size=${Math.round(memoryBytes / 2 ** 20)}`,
        // With room for new objects a whole judging needs few collections.
        "--min-semi-space-size=16",
        // What a judging keeps is 10 MB: to mark it twice meanwhile, on more
        // threads, took a tenth of its time.
        "--initial-old-space-size=64",
        "--no-parallel-scavenge",
        // What Deno keeps of a compiled module holds all its functions then, not
        // the outermost alone: the next process compiles none of them.
        "--no-lazy",
        // A text that becomes code could import what no file of a submission may.
        ...submission ? ["--disallow-code-generation-from-strings"] : [],
      ].join(",")
    }`,
    ...more,
    new URL(program, ROOT).href,
  ];
}

/** What a submission may read. */
function readFlags(submission: URL, hidden: readonly string[]): string[] {
  const isInside = submission.href.startsWith(ROOT);
  // A known submission is named by whoever judges it, and may build on others.
  const isKnown = isInside && isKnownSubmission(readablePath(submission.href));
  const denied = [
    ...CLOSED_FOLDERS,
    ...isKnown ? [] : KNOWN_SUBMISSIONS,
    ...hidden,
  ];
  return [
    `--allow-read=.${isInside ? "" : `,${filePath(submission)}`}`,
    `--deny-read=${denied.join(",")}`,
  ];
}
