import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { encodeSockaddr } from "../../solutions/02_addresses.ts";
import type { CallEvent, DemoEvent } from "../../workbook/demo.ts";
import {
  kernelView,
  machineByteOrder,
  rowKey,
  untilState,
} from "../../workbook/kernel/mod.ts";
import { FIELDS, localSocket, mayUse, text, unixSockaddr } from "./_places.ts";

type Events = AsyncGenerator<DemoEvent, void, void>;

/** Every step makes its sockets with `use()`; they are closed when the step is left. */
type Use = <T extends Deno.Closer>(socket: T) => T;

/** One address structure: the kernel gets its bytes and their number, no more. */
function structure(addr: Deno.NetAddr): DemoEvent {
  const bytes = encodeSockaddr(addr, machineByteOrder());
  const kind = bytes.length === 16 ? "sockaddr_in" : "sockaddr_in6";
  return {
    type: "bytes",
    title: `${kind} of ${text(addr)}, made by the model answer`,
    bytes,
    fields: FIELDS[kind],
  };
}

/** A call that fails, and how. */
function failed(deno: string, error: unknown, c?: string[]): CallEvent {
  return { type: "call", deno, c, result: `throws ${text(error)}` };
}

async function* families(use: Use, kernel: boolean): Events {
  yield { type: "step", title: "One address of IPv4, one of IPv6" };
  for (
    const [hostname, family] of [["127.0.0.1", "AF_INET"], ["::1", "AF_INET6"]]
  ) {
    const deno = `Deno.listen({ hostname: "${hostname}", port: 0 })`;
    try {
      const { addr } = use(Deno.listen({ hostname, port: 0 }));
      const length = encodeSockaddr(addr, machineByteOrder()).length;
      const c = [
        `socket(${family}, SOCK_STREAM, IPPROTO_TCP)`,
        `bind(fd, &address, ${length})`,
      ];
      yield {
        type: "call",
        deno,
        c: [...c, "listen(fd, 511)"],
        result: text(addr),
      };
      yield structure(addr);
      if (kernel) {
        yield { type: "rows", rows: await untilState(addr.port, "LISTEN") };
      }
    } catch (error) {
      if (family === "AF_INET") throw error;
      yield {
        type: "unavailable",
        text: `This machine has no IPv6: ${text(error)}.`,
      };
    }
  }
  yield {
    type: "say",
    text:
      "Only the family is in the order of this machine; port and address travel, so they are in network order. The two structures differ in length: bind() must be told which one it gets.",
  };
}

async function* wildcard(use: Use): Events {
  yield { type: "step", title: "No address at all: the wildcard" };
  if (await mayUse("0.0.0.0:0")) {
    yield {
      type: "unavailable",
      text:
        "This process may listen on every address; run it with --allow-net=127.0.0.1,[::1] to see the refusal.",
    };
    return;
  }
  yield { type: "ask", id: "wildcard" };
  try {
    use(Deno.listen({ port: 0 }));
  } catch (error) {
    yield failed("Deno.listen({ port: 0 })", error);
  }
  yield {
    type: "say",
    text:
      "The address left out is 0.0.0.0: every address of this machine, those that the outside can reach too. The permission names 127.0.0.1, so the mistake fails here instead of opening a door.",
  };
}

async function* mapped(use: Use, kernel: boolean): Events {
  yield { type: "step", title: "An IPv6 socket with an IPv4 client" };
  const hostname = "::ffff:127.0.0.1";
  let listener: Deno.TcpListener;
  try {
    listener = use(Deno.listen({ hostname, port: 0 }));
  } catch (error) {
    yield {
      type: "unavailable",
      text: `No IPv4-mapped listener on this machine: ${text(error)}.`,
    };
    return;
  }
  const { addr } = listener;
  yield {
    type: "call",
    deno: `Deno.listen({ hostname: "${hostname}", port: 0 })`,
    c: ["socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP)"],
    result: text(addr),
  };
  yield { type: "ask", id: "mapped" };
  const client = use(
    await Deno.connect({ hostname: "127.0.0.1", port: addr.port }),
  );
  const server = use(await listener.accept());
  yield {
    type: "call",
    deno: `Deno.connect({ hostname: "127.0.0.1", port: ${addr.port} })`,
    c: [
      "socket(AF_INET, SOCK_STREAM, IPPROTO_IP)",
      "connect(fd, &address, 16)",
    ],
    result: `client.localAddr is ${text(client.localAddr)}`,
  };
  yield {
    type: "call",
    deno: "listener.accept()",
    c: ["accept4(fd, &address, &length)"],
    result: `conn.remoteAddr is ${text(server.remoteAddr)}`,
  };
  yield structure(server.remoteAddr);
  if (kernel) {
    const rows = await untilState(addr.port, "ESTABLISHED");
    const labels = Object.fromEntries(
      rows.map((row) => [rowKey(row), `in the table of ${row.family}`]),
    );
    yield { type: "rows", rows, labels };
  }
  yield {
    type: "say",
    text:
      "One address, two spellings: an AF_INET6 socket has room for IPv6 addresses only, so an IPv4 client is shown to it as an IPv4-mapped one. Compare addresses, not texts.",
  };
}

async function* otherLoopback(use: Use): Events {
  yield {
    type: "step",
    title: "127.0.0.5: a local address like 127.0.0.1, and another one",
  };
  if (!await mayUse("127.0.0.5")) {
    yield {
      type: "unavailable",
      text:
        "This process may not use 127.0.0.5, so this step is left out; add it to --allow-net.",
    };
    return;
  }
  let five: Deno.TcpListener;
  try {
    five = use(Deno.listen({ hostname: "127.0.0.5", port: 0 }));
  } catch (error) {
    // Only Linux owns the whole of 127/8 without being told.
    yield {
      type: "unavailable",
      text: `127.0.0.5 is no address of this machine: ${text(error)}.`,
    };
    return;
  }
  const { port } = five.addr;
  yield {
    type: "call",
    deno: `Deno.listen({ hostname: "127.0.0.5", port: 0 })`,
    result: text(five.addr),
  };
  yield { type: "ask", id: "other-loopback" };
  const deno = `Deno.connect({ hostname: "127.0.0.1", port: ${port} })`;
  try {
    use(await Deno.connect({ hostname: "127.0.0.1", port }));
    yield {
      type: "call",
      deno,
      result: "connects: another program listens there",
    };
  } catch (error) {
    yield failed(deno, error, ["connect(fd, &address, 16)"]);
  }
  const one = use(Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const client = connect({
    host: "127.0.0.1",
    port: one.addr.port,
    localAddress: "127.0.0.5",
  });
  use({ close: () => client.destroy() });
  await once(client, "connect");
  const { remoteAddr } = use(await one.accept());
  yield {
    type: "call",
    deno:
      `net.connect({ host: "127.0.0.1", port: ${one.addr.port}, localAddress: "127.0.0.5" })`,
    c: ["bind(fd, 127.0.0.5:0, 16)", "connect(fd, &address, 16)"],
    result: `the server sees ${text(remoteAddr)}`,
  };
  yield {
    type: "say",
    text:
      "bind() names one address of this machine. On a server it limits which destinations are served; on a client it chooses the source. Deno.connect() has no option for it, node:net has.",
  };
}

async function* notOurs(use: Use): Events {
  yield { type: "step", title: "An address that is not ours" };
  if (!await mayUse("[::2]:0")) {
    yield {
      type: "unavailable",
      text:
        "This process may not use [::2]:0, so the refusal of the kernel is not shown; add it to --allow-net.",
    };
    return;
  }
  yield { type: "ask", id: "not-ours" };
  try {
    use(Deno.listen({ hostname: "::2", port: 0 }));
  } catch (error) {
    yield failed(`Deno.listen({ hostname: "::2", port: 0 })`, error, [
      "bind(fd, &address, 28) = -1",
    ]);
  }
  yield {
    type: "say",
    text:
      "All of 127.0.0.0/8 is loopback, but IPv6 has one loopback address only, ::1. bind() takes addresses of this machine, and no others.",
  };
}
