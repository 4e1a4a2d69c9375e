import {
  type Events,
  recorded,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";

const hostname = "127.0.0.1";

/** A client calls before a server waits. */
export async function* refused(): Events {
  yield step(1, "A client connects, and nobody waits");
  const early = Deno.listen({ hostname, port: 0 });
  const { port } = early.addr;
  early.close();
  yield await tryCall(
    `await Deno.connect({ hostname: "${hostname}", port: ${port} })`,
    () => Deno.connect({ hostname, port }).then((conn) => conn.close()),
    "cfd = socket(AF_INET, SOCK_STREAM, 0)",
    `connect(cfd, ${hostname}:${port})`,
  );
  yield say(
    "No program listens on this port, so the kernel refused the client. Somebody has to wait first.",
  );
}

/** Made from Python on Linux 6.18: Deno has no call for these. */
const RECORDED: Array<[call: string, result: string]> = [
  ["listen(3)   // no bind() before it", "0; the kernel chose 0.0.0.0:50211"],
  [
    "dup(5)   // 5 is a connection",
    "6: a second descriptor of the same socket",
  ],
  ["close(5)", "0; nothing was sent, both rows stay ESTABLISHED"],
  ["close(6)", "0; now the client reads the end of the stream"],
];

/** What a socket does without `bind()`, and with two descriptors. */
export function* recordedDescriptors() {
  yield* recorded(RECORDED);
  yield say(
    "Without `bind()` a listener is on every IPv4 address. The last `close()` ends a connection, not the first. Both recordings are in the Reference.",
  );
}
