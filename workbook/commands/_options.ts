import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "../usage_error.ts";

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
 * @throws {UsageError} If an option is unknown or lacks its value.
 */
export function readOptions(args: string[], options: Options): Typed {
  try {
    const { positionals, values } = parseArgs({
      args,
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    return { words: positionals, values: values as Typed["values"] };
  } catch (error) {
    throw new UsageError(sentence((error as Error).message));
  }
}

/** What is wrong with an option, from what `node:util` says of it. */
function sentence(message: string): string {
  const [, quoted] = message.match(/'(.+?)'/) ?? [];
  // '-y, --yes' or '--seed <value>'.
  const option = quoted?.replace(/^-\w, /, "").replace(/ <.*$/, "");
  if (/^Unknown option/.test(message)) {
    return `Cannot use "${option}": there is no such option; --help lists all`;
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
    `Cannot use ${name} "${text}": give a whole number from ${low} to ${high}`,
  );
}
