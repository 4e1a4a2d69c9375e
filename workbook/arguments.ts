import { chooseLesson, typed, UsageError } from "./usage_error.ts";

/** The options of a command, by name: a flag, or one with a value. */
export type Options = Record<
  string,
  { type: "boolean" | "string"; short?: string }
>;

/** What a learner typed after a command. */
export interface Typed {
  /** Words that are no options. */
  words: string[];
  /** Options by name; absent if not given. */
  values: Record<string, string | boolean | undefined>;
}

/**
 * Takes apart what was typed after a command, as `parseArgs()` of `node:util`
 * does. Loading that takes longer than most of what a command does.
 *
 * @param args What was typed.
 * @param options The options the command knows; `--help` is added.
 * @throws {UsageError} If an option is unknown, lacks its value, or has two.
 */
export function readOptions(args: string[], options: Options): Typed {
  const known: Options = {
    ...options,
    help: { type: "boolean", short: "h" },
  };
  const words: string[] = [];
  const values: Typed["values"] = {};
  const left = [...args];
  for (let word; (word = left.shift()) !== undefined;) {
    if (word === "--") words.push(...left.splice(0));
    else if (word.startsWith("--")) readLong(word, left, known, values);
    else if (word.startsWith("-") && word.length > 1) {
      readShort(word, known, values);
    } else words.push(word);
  }
  return { words, values };
}

/** Reads `--beyond`, `--seed=5`, or `--seed` and the word behind it. */
function readLong(
  word: string,
  left: string[],
  known: Options,
  values: Typed["values"],
): void {
  // Behind its first letter: `--=` is an option that nobody knows.
  const end = word.indexOf("=", 3);
  const name = word.slice(2, end < 0 ? undefined : end);
  const value = end < 0 ? undefined : word.slice(end + 1);
  const option = `--${name}`;
  if (!Object.hasOwn(known, name)) throw unknown(option);
  if (known[name].type === "boolean") {
    if (value === undefined) values[name] = true;
    else {
      throw new UsageError(
        `Cannot give a value to ${option}: write  ${option}  alone`,
      );
    }
    return;
  }
  const given = value ?? left.shift();
  // What looks like an option is not the value of one, unless = says so; a
  // number below 0 is none.
  if (given === undefined || value === undefined && /^-\D/.test(given)) {
    throw new UsageError(
      `Cannot use ${option} without a value: write  ${option}=VALUE`,
    );
  }
  if (values[name] !== undefined) {
    throw new UsageError(
      `Cannot use ${option} twice: give it once, with one value`,
    );
  }
  values[name] = given;
}

/** Reads `-y`, or several such options in one word: `-yh`. */
function readShort(
  word: string,
  known: Options,
  values: Typed["values"],
): void {
  for (const letter of word.slice(1)) {
    const name = Object.keys(known).find((each) =>
      known[each].short === letter
    );
    // A number below 0 looks like an option, and is meant as a lesson.
    if (!name && /^-\d/.test(word)) chooseLesson([word]);
    if (!name) throw unknown(`-${letter}`);
    values[name] = true;
  }
}

function unknown(option: string): UsageError {
  return new UsageError(
    `Cannot use ${typed(option)}: there is no such option; --help lists all`,
  );
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
