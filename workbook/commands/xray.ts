/**
 * `deno task xray N`: the system calls beneath each call of Deno, merged with
 * the kernel's states. Where they cannot be traced, a recorded trace is shown.
 *
 * @module
 */
import type { Lesson } from "../lesson.ts";
import { type Style, terminalStyle, wrap } from "../terminal/mod.ts";
import { typed, UsageError } from "../usage_error.ts";
import { formatTimeline } from "../xray/format.ts";
import { loadRecorded, type Recorded } from "../xray/recorded.ts";
import { xrayDemo } from "../xray/demo.ts";
import type { Xray } from "../xray/xray.ts";
import { traceSubmission } from "../trace_submission.ts";
import { findTracer } from "../sandbox/tracer.ts";
import { readOptions } from "../arguments.ts";
import { choosePlay, type Chosen, lessonAndRest } from "./_play.ts";

const HELP =
  `deno task xray N            trace exercise N: the C calls beneath each Deno call
deno task xray N FUNCTION   of another function of the lesson
  --solution                trace the model answer
  --demo                    trace the demo
  --recorded                show the recorded trace of the model answer

A small exchange of the lesson is played with it under strace (Linux). Elsewhere
the recorded trace is shown.

Exit status: 0 shown, 1 the submission failed, 2 not started, 3 could not be done.
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    solution: { type: "boolean" },
    demo: { type: "boolean" },
    recorded: { type: "boolean" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const [lesson, rest] = lessonAndRest("xray", words);
  const chosen = ["solution", "demo", "recorded"].filter((name) =>
    values[name]
  );
  if (chosen.length > 1) {
    throw new UsageError(
      `Cannot trace both: choose one of --${chosen.join(" and --")}`,
    );
  }
  if (values.demo && rest.length > 0) {
    throw new UsageError(
      `Cannot trace ${typed(rest.join(" "))} of a demo: leave it out`,
    );
  }
  const style = terminalStyle();
  if (values.recorded) return await showRecorded(lesson, style);
  const play = values.demo ? undefined : await choosePlay(
    lesson,
    rest,
    `trace its demo with  deno task xray ${lesson.number} --demo`,
  );
  const tracer = await findTracer();
  if (!tracer.available) {
    const why = wrap(`${tracer.reason}.`, { width: style.width }).join("\n");
    console.log(`\n${why}\nWhat follows was recorded.`);
    return await showRecorded(lesson, style);
  }
  const files = lesson.files;
  const file = values.demo
    ? files.demo.path
    : values.solution
    ? files.solution.path
    : files.exercise.path;
  console.log(title(lesson, file, tracer.version, style));
  return print(await trace(lesson, play, file, tracer.command), style);
}

function title(
  { number, title }: Lesson,
  what: string,
  how: string,
  style: Style,
): string {
  return `\n${style.strong(`${number} · ${title}`)}   ${what}   ${
    style.faint(how)
  }\n`;
}

/** Traces until it is done, or until Ctrl-C. */
async function trace(
  lesson: Lesson,
  play: Chosen | undefined,
  file: string,
  tracer: string[],
): Promise<Xray> {
  const stop = new AbortController();
  const { signal } = stop;
  const leave = () => stop.abort();
  const signals: Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, leave);
  try {
    return play
      ? await traceSubmission({ ...play, file, tracer, signal })
      : await xrayDemo(lesson, tracer, signal);
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, leave);
  }
}

function print({ entries, problem, unavailable }: Xray, style: Style): number {
  if (problem?.status !== 2) {
    if (unavailable) console.log(`  ${unavailable}; no states are shown.`);
    console.log(formatTimeline(entries, style).join("\n"));
  }
  if (!problem) return 0;
  console.log(`\n${problem.sentence}`);
  return problem.status;
}

async function showRecorded(lesson: Lesson, style: Style): Promise<number> {
  const recorded: Recorded | undefined = await loadRecorded(lesson);
  if (!recorded) {
    throw new UsageError(
      `Cannot show a recorded trace of lesson ${lesson.number}: there is none yet`,
    );
  }
  const { of, system, date, entries } = recorded;
  const file = lesson.files[of].path;
  console.log(title(lesson, file, "recorded", style));
  const sentence =
    `Recorded on ${date} with ${system}; ports and times are those of that run.`;
  console.log(
    wrap(sentence, { width: style.width - 2 }).map((line) => `  ${line}`)
      .join("\n"),
  );
  console.log(`\n${formatTimeline(entries, style).join("\n")}`);
  return 0;
}
