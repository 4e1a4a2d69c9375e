/** One system call, as strace prints it with `-ttt`. */
export interface SystemCall {
  /** The thread that made it; `undefined` where strace traces one thread only. */
  pid: number | undefined;
  /** When it began, in milliseconds since 1970. */
  ms: number;
  /** Its name: `accept4`. */
  name: string;
  /** Its arguments, as strace prints them. */
  args: string;
  /** What it returned: `21`, `-1 EINPROGRESS (Operation now in progress)`. */
  result: string;
}

/**
 * What strace is told to trace: the calls on sockets, and `write` for the
 * marks. Without `-f`: Deno makes all calls on sockets in the first thread of
 * its process, and strace cannot let go of a process that is about to start
 * another one it follows (vfork): after Ctrl-C both would wait for ever.
 */
export const STRACE = [
  "strace",
  "-ttt",
  "-s",
  "30000",
  "-e",
  "trace=network,close,write",
  "-e",
  "signal=none",
];

/** How long a traced process may take to end, in milliseconds. */
const END_MS = 2_000;

/**
 * Ends strace and what it traces.
 *
 * @param child The process of strace.
 */
export function endTraced(child: Deno.ChildProcess): void {
  const kill = (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It has ended already.
    }
  };
  // strace passes SIGTERM on to what it traces; SIGKILL it cannot pass on.
  kill("SIGTERM");
  const timer = setTimeout(() => kill("SIGKILL"), END_MS);
  child.status.then(() => clearTimeout(timer));
}

const START = /^(?:\[pid +(\d+)\] )?(\d+\.\d+) /;
const WHOLE = /^(\w+)\((.*)\) += (.+)$/s;
const BEGUN = /^(\w+)\((.*?),? *<unfinished \.\.\.>$/s;
const RESUMED = /^<\.\.\. (\w+) resumed>,? ?(.*)\) += (.+)$/s;

/** Reads what strace prints, a chunk at a time. */
export class StraceReader {
  /** Lines that are none of strace's: what the traced process itself wrote. */
  readonly foreign: string[] = [];
  #rest = "";
  /** Calls that another thread's line cut in two. */
  readonly #begun = new Map<number | undefined, SystemCall>();

  /**
   * Reads a chunk.
   *
   * @param text What came.
   * @returns The calls that are complete, in the order in which they ended.
   */
  push(text: string): SystemCall[] {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    return lines.map((line) => this.#line(line)).filter((call) =>
      call !== undefined
    );
  }

  #line(line: string): SystemCall | undefined {
    const start = START.exec(line);
    if (!start) {
      const ours = line === "" || /^(\S*\/)?strace: /.test(line);
      if (!ours) this.foreign.push(line);
      return;
    }
    const pid = start[1] === undefined ? undefined : Number(start[1]);
    const ms = Number(start[2]) * 1000;
    const text = line.slice(start[0].length);
    const begun = BEGUN.exec(text);
    if (begun) {
      const [, name, args] = begun;
      this.#begun.set(pid, { pid, ms, name, args, result: "" });
      return;
    }
    const resumed = RESUMED.exec(text);
    if (resumed) {
      const [, name, rest, result] = resumed;
      const call = this.#begun.get(pid);
      this.#begun.delete(pid);
      if (call?.name !== name) return;
      const args = [call.args, rest].filter((part) => part !== "").join(", ");
      return { ...call, args, result };
    }
    const whole = WHOLE.exec(text);
    if (!whole) return; // "+++ exited with 0 +++"
    const [, name, args, result] = whole;
    return { pid, ms, name, args, result };
  }
}
