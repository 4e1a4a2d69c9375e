import {
  formatEndpoint,
  kernelView,
  rowKey,
  untilState,
} from "../../workbook/kernel/mod.ts";
import { notOurs, otherLoopback } from "./_binding.ts";
import {
  ask,
  call,
  dialling,
  errorText,
  type Events,
  listening,
  mayUse,
  say,
  step,
  unavailable,
} from "./_events.ts";
import { datagram, unixDomain } from "./_other_kinds.ts";
import { inetStructure } from "./_structures.ts";

async function* twoFamilies(seesKernel: boolean): Events {
  using sockets = new DisposableStack();
  yield step("One address of IPv4, one of IPv6");
  for (const hostname of ["127.0.0.1", "::1"]) {
    try {
      const { addr } = sockets.use(Deno.listen({ hostname, port: 0 }));
      const structure = inetStructure(addr);
      const family = hostname === "::1" ? "AF_INET6" : "AF_INET";
      yield call(listening(hostname), formatEndpoint(addr), [
        `socket(${family}, SOCK_STREAM, IPPROTO_TCP)`,
        `bind(fd, &address, ${structure.bytes.length})`,
        "listen(fd, 511)",
      ]);
      yield structure;
      if (!seesKernel) continue;
      const rows = await untilState(addr.port, "LISTEN");
      // Ports come back: an older connection may still be in TIME_WAIT.
      yield { type: "rows", rows: rows.filter((r) => r.state === "LISTEN") };
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
  yield step("No address: the wildcard");
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

async function* mapped(seesKernel: boolean): Events {
  using sockets = new DisposableStack();
  yield step("An IPv4 client of an IPv6 socket");
  const hostname = "::ffff:127.0.0.1";
  let listener: Deno.TcpListener;
  try {
    listener = sockets.use(Deno.listen({ hostname, port: 0 }));
  } catch (error) {
    return yield unavailable(`No IPv6 socket here: ${errorText(error)}.`);
  }
  const { port } = listener.addr;
  yield call(listening(hostname), formatEndpoint(listener.addr), [
    "socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP)",
    "bind(fd, &address, 28)",
  ]);
  yield ask("mapped");
  const client = sockets.use(
    await Deno.connect({ hostname: "127.0.0.1", port }),
  );
  const conn = sockets.use(await listener.accept());
  yield call(
    dialling("127.0.0.1", port),
    `localAddr ${formatEndpoint(client.localAddr)}`,
    [
      "socket(AF_INET, SOCK_STREAM, 0)",
      "connect(fd, &address, 16)",
    ],
  );
  yield call(
    "listener.accept()",
    `remoteAddr ${formatEndpoint(conn.remoteAddr)}`,
  );
  yield inetStructure(conn.remoteAddr);
  if (seesKernel) {
    const rows = (await untilState(port, "ESTABLISHED"))
      .filter((row) => row.state !== "TIME_WAIT");
    const labels = Object.fromEntries(
      rows.map((row) => [rowKey(row), `table of ${row.family}`]),
    );
    yield { type: "rows", rows, labels };
  }
  yield say(
    "One address, two spellings. A structure of AF_INET6 has no place for an IPv4 address, so the kernel puts it into an IPv4-mapped one. Compare addresses, not texts.",
  );
}

/** Where a socket can be: what bind() is given, and what the kernel makes of it. */
export async function* demo(): Events {
  const view = await kernelView();
  if (!view.available) yield unavailable(view.reason);
  yield* twoFamilies(view.available);
  yield* wildcard();
  yield* mapped(view.available);
  yield* otherLoopback();
  yield* notOurs();
  yield* datagram();
  yield* unixDomain();
}
