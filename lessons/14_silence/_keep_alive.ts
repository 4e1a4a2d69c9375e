/** SO_KEEPALIVE: what Deno sets, the kernel's timer, and whom its probes ask. */
import {
  ask,
  call,
  type Events,
  type Opened,
  recorded,
  say,
  step,
  unavailable,
} from "../../workbook/demo/kit.ts";

const hostname = "127.0.0.1";

/** `127.0.0.1:9821` as /proc/net/tcp prints its port. */
function hexPort(port: number): string {
  return `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * The timer of a connection, as the kernel prints it: `02:000AFC7F`.
 *
 * @returns `undefined` where there is no such table.
 */
async function timerOf(
  local: number,
  remote: number,
): Promise<string | undefined> {
  try {
    const { stdout } = await new Deno.Command("cat", {
      args: ["/proc/net/tcp"],
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout).split("\n")
      .map((line) => line.trim().split(/\s+/))
      .find((fields) =>
        fields[1]?.endsWith(hexPort(local)) &&
        fields[2]?.endsWith(hexPort(remote))
      )?.[5];
  } catch {
    return undefined;
  }
}

/** A timer of /proc/net/tcp in words. Its time is in hundredths of a second. */
function inWords(timer: string): string {
  const [kind, ticks] = timer.split(":");
  const seconds = Math.round(parseInt(ticks, 16) / 100);
  if (kind === "00") return `${timer}: no timer`;
  return kind === "02"
    ? `${timer}: a keep-alive probe in ${seconds} s`
    : `${timer}: another timer, ${seconds} s`;
}

/** From Python, where the times can be set: a probe after 1 s, then each second, 3 without an answer. */
const RECORDED: Array<[call: string, result: string]> = [
  ["TCP_KEEPIDLE 1, TCP_KEEPINTVL 1, TCP_KEEPCNT 3", "set by setsockopt()"],
  ["kill(peer, SIGSTOP), then 8 s without a call", "ESTABLISHED"],
  ["ss -ti: segments sent and received meanwhile", "8 probes, 8 answers"],
  ["getsockopt(fd, SOL_SOCKET, SO_ERROR)", "0: no error"],
];

/** The keep-alive of the system. */
export async function* systemKeepAlive(open: Opened): Events {
  yield step(6, "The keep-alive of the system");
  using listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const conn = open.keep(await Deno.connect({ hostname, port }));
  open.keep(await listener.accept());
  const own = conn.localAddr.port;
  const before = await timerOf(own, port);
  conn.setKeepAlive(true);
  yield call(
    "conn.setKeepAlive(true)",
    "no segment is sent",
    "setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, [1], 4)",
  );
  const after = await timerOf(own, port);
  if (before && after) {
    yield call("/proc/net/tcp, the timer of this row, before", inWords(before));
    yield call("/proc/net/tcp, the timer of this row, now", inWords(after));
  } else {
    yield unavailable(
      "The kernel's timer cannot be read here; recorded on Linux: 02:000AFC7F, a keep-alive probe in 7200 s.",
    );
  }
  yield say(
    "The first probe goes out after two hours without a segment. Then 9 probes, 75 s apart, must stay without an answer (tcp(7)): 2 h 11 min.",
  );

  yield step(6, "Whom does a probe ask?");
  const [settings, ...probes] = recorded(RECORDED);
  yield settings;
  yield ask("keepalive-stopped");
  yield* probes;
  yield say(
    "The peer's kernel answers a probe, whether or not its program runs. Keep-alive finds a host that is gone. It does not find a program that hangs.",
  );
}
