import {
  ask,
  call,
  errorText,
  type Events,
  type Kernel,
  Opened,
  say,
  step,
  unavailable,
  watchKernel,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint, type SocketRow } from "../../workbook/kernel/mod.ts";
import { notOurs, otherLoopback } from "./_binding.ts";
import { dialling, listening, mayUse } from "./_calls.ts";
import { datagram, unixDomain } from "./_other_kinds.ts";
import { inetStructure } from "./_structures.ts";

async function* twoFamilies(kernel: Kernel): Events {
  using open = new Opened();
  yield step(1, "One address of IPv4, one of IPv6");
  for (const hostname of ["127.0.0.1", "::1"]) {
    try {
      const { addr } = open.keep(Deno.listen({ hostname, port: 0 }));
      const structure = inetStructure(addr);
      const family = hostname === "::1" ? "AF_INET6" : "AF_INET";
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
    } catch (error) {
      if (hostname !== "::1") throw error;
      yield unavailable(`No IPv6 here: ${errorText(error)}.`);
    }
  }
  yield say(
    "Only the family is in the order of this machine; port and address are in network order. The structures differ in length, so `bind()` is told how long this one is. Port 0 became a free port: the bytes are those after the call.",
  );
}

async function* wildcard(): Events {
  yield step(2, "No address: the wildcard");
  // Nothing here listens on more than loopback, not even where it is allowed.
  if (await mayUse("0.0.0.0:0")) {
    return yield unavailable(
      "This process may listen on every address, so the refusal is not shown; run it with `--allow-net=127.0.0.1,[::1]`.",
    );
  }
  yield ask("wildcard");
  try {
    Deno.listen({ port: 0 }).close();
  } catch (error) {
    yield call("Deno.listen({ port: 0 })", `throws ${errorText(error)}`);
  }
  yield say(
    "An address left out is 0.0.0.0: all addresses of this machine, those that other machines reach included. The permission names 127.0.0.1 only, so the mistake ends here and opens no door. The kernel was not asked.",
  );
}

async function* mapped(kernel: Kernel): Events {
  using open = new Opened();
  yield step(3, "An IPv4 client of an IPv6 socket");
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

/** Where a socket can be: what bind() is given, and what the kernel makes of it. */
export async function* demo(): Events {
  const kernel = watchKernel();
  yield* twoFamilies(kernel);
  yield* wildcard();
  yield* mapped(kernel);
  yield* otherLoopback();
  yield* notOurs();
  yield* datagram();
  yield* unixDomain();
}
