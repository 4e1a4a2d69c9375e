import { createSocket } from "node:dgram";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  ask,
  bytes,
  call,
  errorText,
  type Events,
  Opened,
  recorded,
  say,
  step,
  unavailable,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint } from "../../workbook/kernel/mod.ts";
import { listening, mayUse } from "./_calls.ts";
import { unixStructure } from "./_structures.ts";

/** A socket of datagrams beside a listener of streams. */
export async function* datagram(): Events {
  using open = new Opened();
  yield step(7, "Another kind of socket: datagrams");
  const { addr } = open.keep(Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  yield call(listening("127.0.0.1"), formatEndpoint(addr));
  yield ask("same-port");
  const socket = open.keep(createSocket("udp4"));
  socket.bind(addr.port, addr.hostname);
  await once(socket, "listening");
  const { address, port } = socket.address();
  yield call(
    `createSocket("udp4").bind(${addr.port}, "${addr.hostname}")`,
    `bound to ${formatEndpoint({ hostname: address, port })}`,
    "socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP)",
    "bind(fd, &address, 16)",
  );
  yield say(
    "Same address, same port, no conflict: ports of TCP and ports of UDP are two sets of numbers.",
  );
}

/** Combinations of domain, type and protocol for which Deno has no call. */
const KINDS: Array<[call: string, result: string]> = [
  ["socket(AF_INET, SOCK_STREAM, IPPROTO_UDP)", "-1 EPROTONOSUPPORT"],
  ["socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP)", "-1 EPROTONOSUPPORT"],
  ["socket(AF_INET, SOCK_RAW, 0)", "-1 EPROTONOSUPPORT"],
  ["socket(AF_INET, SOCK_SEQPACKET, 0)", "-1 ESOCKTNOSUPPORT"],
  ["socket(AF_UNIX, SOCK_SEQPACKET, 0)", "7"],
];

/** Kinds of sockets that exist, and others that do not. */
export async function* recordedKinds(): Events {
  yield step(7, "Combinations that the kernel refuses (recorded)");
  yield* recorded(KINDS);
  yield say(
    "A stream over UDP does not exist, and a raw socket has no usual protocol. Packets in order, with their boundaries, exist in the Unix domain; TCP has none.",
  );
}

/** A socket whose address is a path. */
export async function* unixDomain(): Events {
  using open = new Opened();
  yield step(7, "A path instead of address and port: the Unix domain");
  const path = fileURLToPath(
    new URL("../../.handshake/lesson2.sock", import.meta.url),
  );
  const write = await Deno.permissions.query({ name: "write", path });
  if (write.state !== "granted" || !await mayUse(`unix:${path}`)) {
    return yield unavailable(
      "The Unix-domain socket is left out: this process may not make the file `.handshake/lesson2.sock`.",
    );
  }
  const deno = 'Deno.listen({ transport: "unix", path })';
  // A run that was killed leaves the file behind, and bind() would fail.
  await Deno.remove(path).catch(() => {});
  let listener: Deno.UnixListener;
  try {
    listener = open.keep(Deno.listen({ transport: "unix", path }));
  } catch (error) {
    return yield unavailable(
      `No Unix-domain socket here: ${errorText(error)}.`,
    );
  }
  const structure = unixStructure(path);
  yield call(
    deno,
    `a socket in the file system; isSocket is ${
      (await Deno.lstat(path)).isSocket
    }`,
    "socket(AF_UNIX, SOCK_STREAM, 0)",
    `bind(fd, &address, ${structure.bytes.length})`,
  );
  yield structure;
  const client = open.keep(await Deno.connect({ transport: "unix", path }));
  const conn = open.keep(await listener.accept());
  const { path: name } = conn.remoteAddr as Deno.UnixAddr;
  yield call(
    'Deno.connect({ transport: "unix", path })',
    `the server sees the path ${name}`,
  );
  await client.write(new TextEncoder().encode("hello"));
  const buffer = new Uint8Array(16);
  const n = await conn.read(buffer);
  yield bytes("the server reads", buffer.slice(0, n ?? 0));
  yield say(
    "Same calls, same stream, another family: no address, no port, no network. A client that does not bind has no name at all. Closing the listener removes the file: Deno does that, the kernel does not.",
  );
}
