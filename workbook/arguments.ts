import type { ParseArgsConfig } from "node:util";
import { chooseLesson, typed, UsageError } from "./usage_error.ts";

/** The options of a command, as `node:util` describes them. */
export type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a learner typed after a command. */
export interface Typed {
  /** Words that are no options. */
  words: string[];
  /** Options by name; absent if not given. */
  values: Record<string, string | boolean | undefined>;
}

/**
 * Takes apart what was typed after a command.
 *
 * @param args What was typed.
 * @param options The options the command knows; `--help` is added.
 * @throws {UsageError} If an option is unknown, lacks its value, or has two.
 */
export async function readOptions(
  args: string[],
  options: Options,
): Promise<Typed> {
  // Loading what reads options takes longer than most of what a command does.
  if (!args.some((each) => each.startsWith("-"))) {
    return { words: args, values: {} };
  }
  const { parseArgs } = await import("node:util");
  const config: ParseArgsConfig = {
    args,
    options: { ...options, help: { type: "boolean", short: "h" } },
    allowPositionals: true,
    tokens: true,
  };
  let parsed;
  try {
    parsed = parseArgs(config);
  } catch (error) {
    const { message } = error as Error;
    // A number below 0 looks like an option, and is meant as a lesson.
    const negative = args.find((each) => /^-\d/.test(each));
    if (negative && message.includes(`'${negative.slice(0, 2)}'`)) {
      chooseLesson([negative]);
    }
    throw new UsageError(sentence(message));
  }
  const { positionals, values, tokens } = parsed;
  const given = new Set<string>();
  for (const token of tokens ?? []) {
    if (token.kind !== "option" || token.value === undefined) continue;
    if (given.has(token.name)) {
      throw new UsageError(
        `Cannot use ${token.rawName} twice: give it once, with one value`,
      );
    }
    given.add(token.name);
  }
  return { words: positionals, values: values as Typed["values"] };
}

/**
 * Sees to it that at most one of some options is given.
 *
 * @param values What was given, by name.
 * @param names The options that exclude each other, without their dashes.
 * @throws {UsageError} If there are two.
 */
export function onlyOne(values: Typed["values"], names: string[]): void {
  const given = names.filter((name) => values[name] !== undefined);
  if (given.length < 2) return;
  const [first, second] = given;
  throw new UsageError(
    `Cannot use --${first} and --${second} together: give one of them`,
  );
}

/** What is wrong with an option, from what `node:util` says of it. */
function sentence(message: string): string {
  const [, quoted] = message.match(/'(.+?)'/) ?? [];
  // '-y, --yes' or '--seed <value>'.
  const option = quoted?.replace(/^-\w, /, "").replace(/ <.*$/, "");
  if (/^Unknown option/.test(message)) {
    return `Cannot use ${
      typed(option ?? "")
    }: there is no such option; --help lists all`;
  }
  if (/does not take an argument/.test(message)) {
    return `Cannot give a value to ${option}: write  ${option}  alone`;
  }
  return `Cannot use ${option} without a value: write  ${option}=VALUE`;
}

/**
 * A whole number given as the value of an option.
 *
 * @param name The option: `--seed`.
 * @param text Its value.
 * @param low The smallest allowed.
 * @param high The largest allowed.
 * @throws {UsageError} If it is not a whole number of that range.
 */
export function wholeNumber(
  name: string,
  text: string,
  low: number,
  high: number,
): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= low && value <= high) return value;
  throw new UsageError(
    `Cannot use ${name} ${
      typed(text)
    }: give a whole number from ${low} to ${high}`,
  );
}
