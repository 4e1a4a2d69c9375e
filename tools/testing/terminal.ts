/** A program on a pseudo-terminal, as a person has it before them. */
export interface Terminal extends AsyncDisposable {
  /** What it has shown so far, without escape sequences. */
  readonly text: string;
  /** What it has shown so far, as it was written. */
  readonly raw: string;
  /** Types keys. */
  type(keys: string): Promise<void>;
  /**
   * Waits until the screen has shown something.
   *
   * @param pattern What, after what an earlier wait has found.
   * @throws {Error} If the program ends first.
   */
  shows(pattern: RegExp): Promise<void>;
  /** Waits for its end. */
  ended(): Promise<number>;
}

/** Whether this machine has `script`, in the form that Linux has it. */
export async function hasTerminal(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  try {
    const { success } = await new Deno.Command("script", {
      args: ["-qec", "true", "/dev/null"],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

// deno-lint-ignore no-control-regex
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]/g;

/**
 * Starts a program on a pseudo-terminal.
 *
 * @param command The command line, for a shell.
 * @param cwd The folder.
 */
export function openTerminal(command: string, cwd: string): Terminal {
  const child = new Deno.Command("script", {
    args: ["-qec", command, "/dev/null"],
    cwd,
    env: { TERM: "xterm-256color" },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const stdin = child.stdin.getWriter();
  let raw = "";
  let seen = 0;
  let over = false;
  let wake = () => {};
  const reading = (async () => {
    for await (
      const text of child.stdout.pipeThrough(new TextDecoderStream())
    ) {
      raw += text;
      wake();
    }
    over = true;
    wake();
  })();
  const plain = () => raw.replace(ESCAPES, "").replaceAll("\r", "");
  return {
    get text() {
      return plain();
    },
    get raw() {
      return raw;
    },
    type: (keys) => stdin.write(new TextEncoder().encode(keys)),
    async shows(pattern) {
      while (true) {
        const match = plain().slice(seen).match(pattern);
        if (match) {
          seen += match.index! + match[0].length;
          return;
        }
        if (over) {
          throw new Error(`Cannot find ${pattern} on the screen: ${plain()}`);
        }
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
    async ended() {
      const { code } = await child.status;
      await reading;
      return code;
    },
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended.
      }
      await child.status;
      await stdin.abort().catch(() => {});
      await reading;
    },
  };
}
