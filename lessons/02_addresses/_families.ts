/** The two Internet families: their structures, and an address that is in both. */
import {
  ask,
  call,
  type DemoEvent,
  errorText,
  type Events,
  type Kernel,
  Opened,
  recorded,
  say,
  step,
  unavailable,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint, type SocketRow } from "../../workbook/kernel/mod.ts";
import { dialling, listening } from "./_calls.ts";
import { inetStructure } from "./_structures.ts";

/** A listener, the bytes of its address, and its row. */
async function* listener(
  hostname: string,
  family: string,
  kernel: Kernel,
  open: Opened,
): AsyncGenerator<DemoEvent, void, void> {
  const { addr } = open.keep(Deno.listen({ hostname, port: 0 }));
  const structure = inetStructure(addr);
  yield call(
    listening(hostname),
    formatEndpoint(addr),
    `socket(${family}, SOCK_STREAM, IPPROTO_TCP)`,
    `bind(fd, &address, ${structure.bytes.length})`,
    "listen(fd, 511)",
  );
  yield structure;
  // Ports come back: an older connection may still be in TIME_WAIT.
  const mine = ({ state }: SocketRow) => state === "LISTEN";
  yield* kernel({ ports: [addr.port], mine }, (rows) => rows.length > 0);
}

/** One address of IPv4. */
export async function* ipv4Structure(kernel: Kernel): Events {
  using open = new Opened();
  yield step(1, "One address of IPv4");
  yield* listener("127.0.0.1", "AF_INET", kernel, open);
  yield say(
    "Only the family is in the order of this machine; port and address are in network order. Port 0 became a free port: the bytes are those after the call.",
  );
}

/** One address of IPv6: a longer structure. */
export async function* ipv6Structure(kernel: Kernel): Events {
  using open = new Opened();
  yield step(4, "One address of IPv6");
  try {
    yield* listener("::1", "AF_INET6", kernel, open);
  } catch (error) {
    yield unavailable(`No IPv6 here: ${errorText(error)}.`);
  }
  yield* recorded([
    ["bind(fd, &address, 16)", "-1 EINVAL (Invalid argument)"],
    ["bind(fd, &address, 28)", "0"],
  ]);
  yield say(
    "The structures differ in length, so `bind()` is told how long this one is. With the length of the shorter one the kernel refuses the longer one.",
  );
}

/** An IPv4 client of an IPv6 socket. */
export async function* mapped(kernel: Kernel): Events {
  using open = new Opened();
  yield step(5, "An IPv4 client of an IPv6 socket");
  const hostname = "::ffff:127.0.0.1";
  let listener: Deno.TcpListener;
  try {
    listener = open.keep(Deno.listen({ hostname, port: 0 }));
  } catch (error) {
    return yield unavailable(`No IPv6 socket here: ${errorText(error)}.`);
  }
  const { port } = listener.addr;
  yield call(
    listening(hostname),
    formatEndpoint(listener.addr),
    "socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP)",
    "bind(fd, &address, 28)",
  );
  yield ask("mapped");
  const client = open.keep(
    await Deno.connect({ hostname: "127.0.0.1", port }),
  );
  const conn = open.keep(await listener.accept());
  yield call(
    dialling("127.0.0.1", port),
    `localAddr ${formatEndpoint(client.localAddr)}`,
    "socket(AF_INET, SOCK_STREAM, 0)",
    "connect(fd, &address, 16)",
  );
  yield call(
    "listener.accept()",
    `remoteAddr ${formatEndpoint(conn.remoteAddr)}`,
    "fd2 = accept4(fd, &a, &length)",
    "getpeername(fd2, &b, &length)",
  );
  yield inetStructure(conn.remoteAddr);
  const watch = {
    ports: [port],
    mine: ({ state }: SocketRow) => state !== "TIME_WAIT",
    label: ({ family }: SocketRow) => `table of ${family}`,
  };
  yield* kernel(
    watch,
    (rows) => rows.some(({ state }) => state === "ESTABLISHED"),
  );
  yield say(
    "One address, two spellings. A structure of AF_INET6 has no place for an IPv4 address, so the kernel puts it into an IPv4-mapped one. Compare addresses, not texts.",
  );
}
