import { readLine, write } from "../terminal/input.ts";
import { UsageError } from "../usage_error.ts";

/** What is asked before something that is not easily undone. */
export interface Confirmation {
  /** What keeps it from being done without a question: `Cannot begin anew`. */
  refusal: string;
  /** What is asked, without the words to choose from. */
  question: string;
  /** Whether the learner has said yes already: `--yes`. */
  yes: boolean;
  /** How to say so: `deno task reset 3 --yes`. */
  command: string;
}

/**
 * Asks, until the reply is yes or no. An empty line and the end of the input
 * mean no.
 *
 * @returns Whether to go on.
 * @throws {UsageError} If there is no terminal to ask on.
 */
export async function confirm(
  { refusal, question, yes, command }: Confirmation,
): Promise<boolean> {
  if (yes) return true;
  if (!Deno.stdin.isTerminal() || !Deno.stdout.isTerminal()) {
    throw new UsageError(
      `${refusal}: it takes a yes, and there is no terminal to ask on; run  ${command}`,
    );
  }
  write(`${question} `);
  while (true) {
    write("y or n: ");
    const line = await readLine();
    // The end of the input leaves the line open.
    if (line === null) write("\n");
    const reply = (line ?? "").trim().toLowerCase();
    if (["y", "yes"].includes(reply)) return true;
    if (["", "n", "no"].includes(reply)) return false;
  }
}
