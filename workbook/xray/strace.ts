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
