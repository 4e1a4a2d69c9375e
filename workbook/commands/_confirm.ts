import { readLine, write } from "../terminal/input.ts";
import { UsageError } from "../usage_error.ts";

/**
 * Asks before something that is not easily undone.
 *
 * @param question What is asked, without the choice of answers.
 * @param options.yes Whether the learner has said yes already: `--yes`.
 * @param options.command How to say so: `deno task reset 3 --yes`.
 * @returns Whether to go on.
 * @throws {UsageError} If there is no terminal to ask on.
 */
export async function confirm(
  question: string,
  options: { yes: boolean; command: string },
): Promise<boolean> {
  if (options.yes) return true;
  if (!Deno.stdin.isTerminal() || !Deno.stdout.isTerminal()) {
    throw new UsageError(
      `${question} There is no terminal to ask on: run  ${options.command}`,
    );
  }
  write(`${question} y or n: `);
  const line = await readLine();
  return /^y(es)?$/i.test((line ?? "").trim());
}
