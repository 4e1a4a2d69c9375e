/** What a process uses. */
export interface ProcessUse {
  /** Time that it was computing so far, in milliseconds, on all cores. */
  cpuMs: number;
  /** Time that it was ready to compute and waited for a core so far, in milliseconds; 0 where nobody says. */
  waitedMs: number;
  /** Memory that it holds now, in bytes. */
  residentBytes: number;
}

/** Length of a tick of `/proc/PID/stat`, in milliseconds (proc_pid_stat(5): 1/100 s). */
const TICK_MS = 10;

/** Size of a page of `/proc/PID/stat`, in bytes. */
const PAGE_BYTES = 4096;

/** How long the system may take to answer, in milliseconds. A busy machine needs less than a second. */
const ANSWER_MS = 8_000;

/** How often it is asked before it counts as one that does not say. */
const TRIES = 3;

/**
 * What the process `pid` uses now.
 *
 * @param pid Number of the process.
 * @param ask Asks the system; ended by the signal.
 * @param answerMs How long it may take, in milliseconds.
 * @returns `undefined` where it cannot be read: on Windows, after the process
 * has ended, without permission, of a system that never answers.
 */
export async function useOf(
  pid: number,
  ask: (pid: number, signal: AbortSignal) => Promise<string> = askSystem,
  answerMs = ANSWER_MS,
): Promise<ProcessUse | undefined> {
  const { os } = Deno.build;
  if (os === "windows") return;
  const read = os === "linux" ? parseStat : parsePs;
  for (let tried = 0; tried < TRIES; tried++) {
    try {
      const text = await within(answerMs, (signal) => ask(pid, signal));
      if (text !== undefined) return read(text);
    } catch {
      return; // No permission, no such command: the limit cannot be watched.
    }
  }
}

/** What the work gives, or nothing if that takes too long: then it is told to end, and not waited for. */
async function within<T>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const late = new AbortController();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    resolve(undefined);
    late.abort();
  }, limitMs);
  try {
    return await Promise.race([work(late.signal), promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function askSystem(pid: number, signal: AbortSignal): Promise<string> {
  const linux = Deno.build.os === "linux";
  const { stdout } = await new Deno.Command(linux ? "cat" : "ps", {
    args: linux
      ? [`/proc/${pid}/stat`, `/proc/${pid}/schedstat`]
      : ["-o", "rss=", "-o", "time=", "-p", String(pid)],
    stderr: "null",
    signal,
  }).output();
  return new TextDecoder().decode(stdout);
}

/**
 * Reads `/proc/PID/stat` (proc_pid_stat(5)) and, where the kernel has it,
 * `/proc/PID/schedstat`.
 *
 * @param text The line of the first, then that of the second: nanoseconds on a
 * core, nanoseconds that it waited for one, how often it got one.
 */
export function parseStat(text: string): ProcessUse | undefined {
  // The second field, the name, may hold spaces; the third follows its bracket.
  const [stat, schedule = ""] = text.slice(text.lastIndexOf(")") + 2)
    .split("\n");
  const fields = stat.split(" ");
  const [user, system, pages] = [14, 15, 24].map((n) => Number(fields[n - 3]));
  const cpuMs = (user + system) * TICK_MS;
  if (!(pages > 0) || Number.isNaN(cpuMs)) return;
  const waitedMs = (Number(schedule.split(" ")[1]) || 0) / 1e6;
  return { cpuMs, waitedMs, residentBytes: pages * PAGE_BYTES };
}

/**
 * Reads what `ps -o rss= -o time=` prints (ps(1)).
 *
 * @param text `96432   0:01.25`: kibibytes, and hours, minutes and seconds.
 */
export function parsePs(text: string): ProcessUse | undefined {
  const match = text.trim().match(/^(\d+)\s+(?:(\d+)-)?((?:\d+:)*[\d.]+)$/);
  if (!match) return;
  const [, kibibytes, days = "0", time] = match;
  const seconds = time.split(":").reduce((sum, n) => sum * 60 + Number(n), 0);
  return {
    cpuMs: (Number(days) * 86_400 + seconds) * 1_000,
    waitedMs: 0,
    residentBytes: Number(kibibytes) * 1024,
  };
}
