/**
 * `deno task poke N`: runs the peer of a lesson by hand. The submission runs in
 * another process; the learner types what the other end does.
 *
 * @module
 */
import type { SocketRow } from "../kernel/mod.ts";
import { readablePath } from "../paths.ts";
import { Session } from "../poke/session.ts";
import { States } from "../poke/states.ts";
import { COMMANDS, readTyped, TypingError } from "../poke/input_line.ts";
import { readLine } from "../terminal/input.ts";
import {
  alignColumns,
  formatRows,
  type RowMemory,
  type Style,
  terminalStyle,
  textWidth,
  wrap,
} from "../terminal/mod.ts";
import { submissionUrl } from "./_submission.ts";
import { readOptions } from "../arguments.ts";
import { SLIPS, tellTypes, typeErrors } from "./_types.ts";
import { choosePlay, type Chosen, lessonAndRest } from "./_play.ts";

const HELP =
  `deno task poke N            play the other end of exercise N by hand
deno task poke N FUNCTION   of another function of the lesson
  --answer FILE             play against another file

For a server you are the client; for a client you are the server. What you type
is sent, without a line feed. Lines that begin with a slash are commands:
${listCommands("  ").join("\n")}
In a pipe every line is one step; at the end of input you half-close.

Exit status: 0 played, 1 the submission crashed, hung or ended itself, 2 not
started, 3 could not be done.
`;

/** Columns of the clock at the left of a line. */
const CLOCK = 12;

function listCommands(margin: string): string[] {
  return alignColumns(COMMANDS.map((row) => [margin, ...row]), { gap: 2 })
    .map((line) => line.slice(2));
}

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    answer: { type: "string" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const [lesson, rest] = lessonAndRest("poke", words);
  const chosen = await choosePlay(
    lesson,
    rest,
    `watch its demo with  deno task lesson ${lesson.number} --demo`,
  );
  const style = terminalStyle();
  const file = values.answer as string | undefined ??
    lesson.files.exercise.path;
  const states = await States.open();
  introduce(chosen, file, states, style);

  const interrupted = Promise.withResolvers<"interrupted">();
  const leave = () => interrupted.resolve("interrupted");
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, leave);
  const submission = values.answer === undefined
    ? lesson.files.exercise.url
    : submissionUrl(file);
  const transcript = new Transcript(style);
  const session = await Session.open({
    ...chosen,
    submission,
    file,
    solution:
      `deno task poke ${lesson.number} --answer ${lesson.files.solution.path}`,
    who: "you",
    states,
    listener: transcript,
  });
  let ended;
  try {
    ended = await Promise.race([
      session.over,
      session.ready().then(() => play(session)),
      interrupted.promise,
    ]);
  } finally {
    await session.close();
    transcript.end();
    for (const signal of signals) Deno.removeSignalListener(signal, leave);
  }
  if (ended === undefined || typeof ended === "string") return 0;
  // The last line, after what the end of its process did to the connections.
  console.log(`\n${ended.sentence}`);
  if (ended.status === 1) {
    const path = readablePath(submission.href);
    tellTypes(await typeErrors(path, undefined, SLIPS), style);
  }
  return ended.status;
}

/** What is played, and how. */
function introduce(
  { lesson, play, others }: Chosen,
  file: string,
  states: States,
  style: Style,
): void {
  const role = play.role === "server"
    ? "the submission is a server, and you are its client"
    : "the submission is a client, and you are its server";
  const names = [play.name, ...play.also ?? []].map((name) => `${name}()`);
  console.log(
    `\n${style.strong(`${lesson.number} · ${lesson.title}`)}   ${file}\n`,
  );
  const sentences = [
    `${names.join(", ")}: ${role}. ${play.about}`,
    "What you type is sent, without a line feed; /help lists the commands, /quit leaves.",
    others.length > 0
      ? `Others: ${
        others.map((name) => `deno task poke ${lesson.number} ${name}`)
          .join(", ")
      }.`
      : "",
    states.unavailable ? `${states.unavailable}; no states are shown.` : "",
  ];
  for (const sentence of sentences) {
    if (sentence === "") continue;
    console.log(
      wrap(sentence, { width: style.width - 2 }).map((line) => `  ${line}`)
        .join("\n"),
    );
  }
  console.log();
}

/** Does what is typed, line by line, until there is no more. */
async function play(session: Session): Promise<"played"> {
  // Whoever waits for the end of the submission prints it.
  const never = () => new Promise<never>(() => {});
  if (session.isOver) return await never();
  while (true) {
    const line = await readLine();
    if (line === null) {
      await session.finish();
      return session.isOver ? await never() : "played";
    }
    try {
      const step = readTyped(line);
      if (step.do === "quit") return "played";
      if (step.do === "help") {
        console.log(listCommands("  ").join("\n"));
      } else await session.do(step);
    } catch (error) {
      if (!(error instanceof TypingError)) throw error;
      console.log(`  ${error.message}`);
    }
  }
}

/** Prints a play on one clock, which starts with the first line. */
class Transcript {
  readonly #style: Style;
  readonly #memory: RowMemory = new Map();
  #began: number | undefined;
  #ended = false;

  constructor(style: Style) {
    this.#style = style;
  }

  /** Nothing more is printed: rows of the kernel may still be on their way. */
  end(): void {
    this.#ended = true;
  }

  line(text: string): void {
    if (this.#ended) return;
    const now = performance.now();
    this.#began ??= now;
    const clock = `+${Math.round(now - this.#began)} ms`.padEnd(CLOCK - 2);
    const room = this.#style.width - CLOCK;
    const lines = textWidth(text) > room
      ? wrap(text, { width: room, cutWords: true })
      : [text];
    for (const [i, line] of lines.entries()) {
      const start = i === 0 ? clock : " ".repeat(clock.length);
      console.log(`  ${this.#style.faint(start)}${line}`);
    }
  }

  rows(rows: SocketRow[], labels: Record<string, string>): void {
    if (this.#ended) return;
    const indent = CLOCK + "kernel  ".length;
    const lines = formatRows(rows, {
      labels,
      memory: this.#memory,
      width: this.#style.width - indent,
      style: this.#style,
    });
    for (const [i, line] of lines.entries()) {
      const start = i === 0
        ? `${" ".repeat(CLOCK)}${this.#style.faint("kernel")}  `
        : " ".repeat(indent);
      console.log(start + line);
    }
  }
}
