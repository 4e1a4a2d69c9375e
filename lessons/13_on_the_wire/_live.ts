/** A SYN of this moment beside the recorded one, where tcpdump may capture. */
import {
  bytes,
  call,
  errorText,
  type Events,
  type Opened,
  say,
  step,
  unavailable,
} from "../../workbook/demo/kit.ts";
import { captured, type Fields, fields } from "./_decode.ts";
import { IP_FIELDS, TCP_FIELDS } from "./_headers.ts";

/** How long tcpdump may take to begin and to see one packet, in milliseconds. */
const DEADLINE = 10_000;
/** The header of Ethernet, which tcpdump shows for loopback on Linux. */
const ETHERNET = 14;

/** Starts tcpdump for the first frame to a port; it prints all bytes. */
function startTcpdump(port: number): Deno.ChildProcess {
  return new Deno.Command("tcpdump", {
    args: [
      ...["-i", "lo", "-nn", "--immediate-mode", "-c", "1", "-xx"],
      `tcp dst port ${port}`,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(DEADLINE),
  }).spawn();
}

/**
 * Waits until tcpdump captures.
 *
 * @returns `undefined` if it does; what it complains about if it has ended.
 */
async function findComplaint(
  { stderr }: Deno.ChildProcess,
): Promise<string | undefined> {
  let text = "";
  // The rest of what it says stays in the pipe: a closed one would end it.
  for await (
    const chunk of stderr.pipeThrough(new TextDecoderStream())
      .values({ preventCancel: true })
  ) {
    text += chunk;
    if (/listening on .*\n/.test(text)) return;
  }
  return text.trim().split("\n").at(-1) || "it said nothing";
}

/** The bytes in what tcpdump prints: `	0x0000:  4500 003c …`. */
function readBytes(text: string): Uint8Array {
  const lines = text.matchAll(/^\s+0x[0-9a-f]+:((?: +[0-9a-f]+)+)/gm);
  const digits = Array.from(lines, ([, hex]) => hex.replaceAll(" ", ""));
  return Uint8Array.fromHex(digits.join(""));
}

/** The names of the fields that are not the same in two headers. */
function differing(names: Fields, one: Uint8Array, other: Uint8Array) {
  let at = 0;
  return names.filter(({ length }) => {
    const [a, b] = [one, other].map((all) => all.subarray(at, at + length));
    at += length;
    return a.toHex() !== b.toHex();
  }).map(({ name }) => name.split(":")[0]);
}

/** One live SYN, and where it differs from the recorded one. */
export async function* live(open: Opened): Events {
  yield step(4, "A SYN of this moment (live)");
  const hostname = "127.0.0.1";
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  const command = "tcpdump";
  const { state } = await Deno.permissions.query({ name: "run", command });
  if (Deno.build.os !== "linux" || state !== "granted") {
    return yield unavailable("A live capture is made on Linux, with tcpdump.");
  }
  let child: Deno.ChildProcess;
  try {
    child = startTcpdump(port);
  } catch (error) {
    return yield unavailable(
      `tcpdump cannot be started here (${
        errorText(error).split(":")[0]
      }). The recorded bytes above are all you need.`,
    );
  }
  const printed = new Response(child.stdout).text();
  await using _ended = child;
  const complaint = await findComplaint(child);
  if (complaint !== undefined) {
    return yield unavailable(
      `tcpdump may not capture here: ${complaint}. The recorded bytes above are all you need.`,
    );
  }
  open.keep(await Deno.connect({ hostname, port }));
  yield call(
    `Deno.connect({ hostname: "${hostname}", port: ${port} })`,
    "a connection; tcpdump looks on",
  );
  const frame = readBytes(await printed);
  if (frame.length < ETHERNET + 40) {
    return yield unavailable("tcpdump saw no SYN in time.");
  }
  yield bytes(
    "the first frame, as tcpdump -xx prints it",
    frame,
    fields(
      ["Ethernet: two MACs, type 0800", ETHERNET],
      ["the header of IP", 20],
      ["the header of TCP", frame.length - ETHERNET - 20],
    ),
  );
  const [{ header, segment }] = captured("session");
  const packet = frame.subarray(ETHERNET);
  yield call("fields that differ from the recorded SYN", [
    ...differing(IP_FIELDS, header, packet),
    ...differing(TCP_FIELDS, segment, packet.subarray(20)),
  ]);
  yield say(
    "Ports, numbers and times are new for each connection. The form stays.",
  );
}
