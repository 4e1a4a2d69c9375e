/**
 * `deno task watch [N]`: judges the exercise at every save. It tells the check
 * that fails first, and keeps the last verdict on the screen.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import { findStandings, nextLesson } from "../study/progress.ts";
import { type Keys, openKeys } from "../terminal/keys.ts";
import { type Style, terminalStyle } from "../terminal/mod.ts";
import { chooseLesson } from "../usage_error.ts";
import { readOptions } from "../arguments.ts";
import { COMMAND_KEYS, NO_SUSPEND, showCommand, unknownKey } from "./_keys.ts";
import { Watcher } from "./_watcher.ts";

const HELP = `deno task watch [N]         judge exercise N at every save
                            (without N: the lesson you are at)
Keys: Enter judge now · h hint · d demo · p poke · x xray · s solution ·
      e editor · n next lesson · ? all keys · q quit
Without a terminal each verdict is one line; keys are lines.
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {});
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  let lesson = chooseLesson(words) ??
    nextLesson(await findStandings()) ?? LESSONS[0];
  const keys = openKeys();
  const stop = new AbortController();
  const leave = () => stop.abort();
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, leave);
  try {
    while (true) {
      const next = await watch(lesson, keys, stop.signal);
      if (!next) return 0;
      lesson = next;
    }
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, leave);
    keys.pause();
  }
}

/** Watches one lesson until it is left; the next lesson, or `undefined` to quit. */
async function watch(
  lesson: Lesson,
  keys: Keys,
  signal: AbortSignal,
): Promise<Lesson | undefined> {
  const style = terminalStyle();
  const watcher = new Watcher(lesson, {
    style,
    onVerdict: () => offer(watcher.passed, style),
  });
  console.log(
    `\n${
      style.strong(`${lesson.number} · ${lesson.title}`)
    }   ${lesson.files.exercise.path}   judged at every save`,
  );
  const stopped = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined));
  });
  const saves = watcher.follow();
  watcher.judge();
  try {
    // Following the saves ends by itself only when it fails.
    const failed = saves.then(() => stopped);
    return await Promise.race([
      followKeys(lesson, keys, watcher, style),
      stopped,
      failed,
    ]);
  } finally {
    watcher.leave();
    await saves;
  }
}

async function followKeys(
  lesson: Lesson,
  keys: Keys,
  watcher: Watcher,
  style: Style,
): Promise<Lesson | undefined> {
  while (true) {
    const key = await keys.next();
    switch (key) {
      case null:
        // Nobody types: only saves count from here on.
        return await new Promise<undefined>(() => {});
      case "q":
      case "interrupt":
        return;
      case "enter":
        watcher.judge();
        break;
      case "suspend":
        console.log(NO_SUSPEND);
        break;
      case "resize":
        offer(watcher.passed, style);
        break;
      case "?":
        tellKeys();
        break;
      case "n": {
        const next = LESSONS.find(({ number }) => number === lesson.number + 1);
        if (watcher.passed && next) return next;
        console.log(
          watcher.passed
            ? "That was the last lesson."
            : "n leads to the next lesson when this one is right.",
        );
        break;
      }
      default: {
        const command = COMMAND_KEYS[key];
        if (!command) {
          console.log(unknownKey(key));
          break;
        }
        await showCommand(() => command.run(lesson), keys, watcher);
        offer(watcher.passed, style);
      }
    }
  }
}

function tellKeys(): void {
  console.log("  Enter  judge now");
  for (const [key, { words }] of Object.entries(COMMAND_KEYS)) {
    console.log(`  ${key}      ${words}`);
  }
  console.log("  n      the next lesson, when this one is right");
  console.log("  q      quit");
}

/** The keys that are of use now. */
function offer(passed: boolean, style: Style): void {
  if (!Deno.stdout.isTerminal()) return;
  const keys = passed
    ? ["n next", "s solution", "? keys", "q quit"]
    : ["h hint", "d demo", "Enter judge now", "? keys", "q quit"];
  console.log(`          ${style.faint(keys.join(" · "))}`);
}
