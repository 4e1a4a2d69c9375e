// A CommonJS module: its names cannot be imported one by one.
import xterm from "@xterm/headless";
import { killAfter } from "./hang.ts";
import { ShownText } from "./shown_text.ts";

/** How large a terminal is, in columns and rows. */
export interface Size {
  columns: number;
  rows: number;
}

/** A program on a pseudo-terminal, as a person has it before them. */
export interface Terminal extends AsyncDisposable {
  /** What it has shown so far, without escape sequences. */
  readonly text: string;
  /** What it has shown so far, as it was written. */
  readonly raw: string;
  /** Types keys. */
  type(keys: string): Promise<void>;
  /**
   * Waits until something has been shown.
   *
   * @param pattern What, after what an earlier wait has found.
   * @throws {Error} If the program ends first, or shows nothing new for a while.
   */
  shows(pattern: RegExp): Promise<string>;
  /** The lines that are on the screen now, the last one not empty. */
  screen(): Promise<string[]>;
  /** The lines so far that were wider than the screen, so that it broke them. */
  brokenLines(): Promise<string[]>;
  /** Gives it another size, as a person does who pulls at the window. */
  resize(size: Size): Promise<void>;
  /** Waits for the end of the program. One that does not end is killed: its status says so. */
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

const USUAL: Size = { columns: 80, rows: 24 };

/** What a command prints. */
async function output(command: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/**
 * Starts a program on a pseudo-terminal.
 *
 * @param command The command line, for a shell.
 * @param cwd The folder.
 * @param size How large the terminal is.
 */
export function openTerminal(
  command: string,
  cwd: string,
  size: Size = USUAL,
): Terminal {
  const screen = new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: 10_000,
    allowProposedApi: true,
  });
  const child = new Deno.Command("script", {
    args: [
      "-qec",
      `stty cols ${size.columns} rows ${size.rows}; ${command}`,
      "/dev/null",
    ],
    cwd,
    // A task that runs these tests has set INIT_CWD to another folder.
    env: { TERM: "xterm-256color", INIT_CWD: cwd },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const stdin = child.stdin.getWriter();
  const shown = new ShownText();
  const reading = shown.follow(child.stdout, (text) => screen.write(text));
  /** Every line that it has, once all that came has been drawn. */
  const drawn = async () => {
    await new Promise<void>((resolve) => screen.write("", resolve));
    const { active } = screen.buffer;
    return Array.from({ length: active.length }, (_, i) => active.getLine(i)!);
  };
  const visible = async () => {
    const lines = (await drawn()).slice(screen.buffer.active.viewportY)
      .map((line) => line.translateToString(true));
    return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
  };
  return {
    get text() {
      return shown.text;
    },
    get raw() {
      return shown.raw;
    },
    type: (keys) => stdin.write(new TextEncoder().encode(keys)),
    shows: (pattern) => shown.shows(pattern),
    screen: visible,
    async brokenLines() {
      const lines = await drawn();
      return lines.flatMap((line, i) =>
        lines[i + 1]?.isWrapped ? [line.translateToString(true)] : []
      );
    },
    async resize({ columns, rows }) {
      screen.resize(columns, rows);
      const name = await output("ps", "-o", "tty=", "--ppid", `${child.pid}`);
      const device = `/dev/${name.trim()}`;
      await output(
        "stty",
        "-F",
        device,
        "cols",
        `${columns}`,
        "rows",
        `${rows}`,
      );
    },
    async ended() {
      const hasEnded = killAfter(child);
      const { code } = await child.status;
      hasEnded();
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
      screen.dispose();
    },
  };
}
