import type { ByteOrder } from "../../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../../workbook/endpoint.ts";

type Token = { kind: "gap" } | { kind: "colon" } | {
  kind: "part";
  text: string;
};

function* tokens(text: string): Generator<Token> {
  for (const [token] of text.matchAll(/::|:|[^:]+/g)) {
    if (token === "::") yield { kind: "gap" };
    else if (token === ":") yield { kind: "colon" };
    else yield { kind: "part", text: token };
  }
}

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const IPV4 = new RegExp(`^(?:${OCTET}\\.){3}${OCTET}$`);

export function parseIpv4(text: string): Uint8Array | null {
  if (!IPV4.test(text)) return null;
  const bytes = new Uint8Array(4);
  bytes.set(text.split(".").map((part) => +part));
  return bytes;
}

export function parseIpv6(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let gap = -1;
  let last: Token["kind"] | "nothing" = "nothing";
  const all = [...tokens(text)];
  for (const [i, token] of all.entries()) {
    if (token.kind === "colon") {
      if (last !== "part" || i === all.length - 1) return null;
    } else if (token.kind === "gap") {
      if (gap >= 0 || last === "colon") return null;
      gap = bytes.length;
    } else if (/^[0-9a-fA-F]{1,4}$/.test(token.text)) {
      const group = parseInt(token.text, 16);
      bytes.push(group >> 8, group & 255);
    } else {
      const ipv4 = parseIpv4(token.text);
      if (!ipv4 || i === 0 || i < all.length - 1) return null;
      bytes.push(...ipv4);
    }
    last = token.kind;
  }
  if (gap < 0 ? bytes.length !== 16 : bytes.length > 14) return null;
  const right = bytes.splice(gap < 0 ? 16 : gap);
  const address = new Uint8Array(16);
  address.set(bytes);
  address.set(right, 16 - right.length);
  return address;
}

function* runs(groups: number[]): Generator<{ at: number; length: number }> {
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (groups[at + length] === 0) length++;
    if (length > 1) yield { at, length };
    at += length;
  }
}

export function formatIpv6(address: Uint8Array): string {
  const view = new DataView(address.buffer, address.byteOffset, 16);
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(2 * i));
  if (groups.slice(0, 6).join() === "0,0,0,0,0,65535") {
    return "::ffff:" + address.subarray(12).join(".");
  }
  // A stable sort keeps the first of equal runs in front.
  const [longest] = [...runs(groups)].sort((a, b) => b.length - a.length);
  const text = (part: number[]) => part.map((g) => g.toString(16)).join(":");
  if (!longest) return text(groups);
  const { at, length } = longest;
  return [groups.slice(0, at), groups.slice(at + length)].map(text).join("::");
}

/** Family, bytes in all, offset and length of the address. */
const LAYOUTS = [
  { family: 2, size: 16, at: 4, length: 4 },
  { family: 10, size: 28, at: 8, length: 16 },
];

export function encodeSockaddr(
  endpoint: Endpoint,
  host: ByteOrder,
): Uint8Array {
  const { hostname, port } = endpoint;
  const address = hostname.includes(":")
    ? parseIpv6(hostname)
    : parseIpv4(hostname);
  if (address === null) throw new TypeError(`"${hostname}" is a name`);
  if ((port & 0xffff) !== port) {
    throw new RangeError(`Port ${port} does not fit into 16 bits`);
  }
  const { family, size, at } = LAYOUTS.find(({ length }) =>
    length === address.length
  )!;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, family, host !== "big-endian");
  view.setUint16(2, port, false);
  bytes.set(address, at);
  return bytes;
}

export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  const copy = Uint8Array.from(bytes);
  if (copy.length < 4) return null;
  const view = new DataView(copy.buffer);
  const family = view.getUint16(0, host !== "big-endian");
  const layout = LAYOUTS.find((each) => each.family === family);
  if (!layout || copy.length < layout.size) return null;
  const address = copy.subarray(layout.at, layout.at + layout.length);
  const hostname = layout.length === 4
    ? address.join(".")
    : formatIpv6(address);
  return { hostname, port: view.getUint16(2) };
}

export function sameEndpoint(...both: [Endpoint, Endpoint]): boolean {
  const [a, b] = both.map(({ hostname, port }) => {
    const ipv4 = parseIpv4(hostname);
    const text = ipv4 ? `::ffff:${hostname}` : hostname;
    return `${parseIpv6(text) ?? hostname} ${port}`;
  });
  return a === b;
}

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  const controller = new AbortController();
  const { signal } = controller;
  const close = (conn: Deno.TcpConn) => {
    if (open.delete(conn)) conn.close();
  };

  async function serve(conn: Deno.TcpConn): Promise<void> {
    open.add(conn);
    try {
      const bytes = encodeSockaddr(conn.remoteAddr, "little-endian");
      for (let at = 0; at < bytes.length && !signal.aborted;) {
        at += await conn.write(bytes.subarray(at));
      }
    } finally {
      close(conn);
    }
  }

  const loop = (async () => {
    const work: Promise<void>[] = [];
    while (!signal.aborted) {
      try {
        for await (const conn of { [Symbol.asyncIterator]: accepted }) {
          work.push(serve(conn).catch(() => {}));
        }
      } catch {
        continue; // A client that has gone, or the end.
      }
    }
    await Promise.allSettled(work);
  })();

  async function* accepted(): AsyncGenerator<Deno.TcpConn> {
    while (!signal.aborted) yield await listener.accept();
  }

  signal.addEventListener("abort", () => {
    listener.close();
    for (const conn of open) close(conn);
  }, { once: true });

  return {
    addr: listener.addr,
    async stop() {
      controller.abort();
      await loop;
    },
  };
}

async function exactly(
  conn: Deno.Conn,
  count: number,
): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(count);
  for (let have = 0; have < count;) {
    const n = await conn.read(bytes.subarray(have));
    if (n === null) return null;
    have += n;
  }
  return bytes;
}

export async function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  const conn = await Deno.connect(server);
  try {
    const family = await exactly(conn, 2);
    if (!family) return null;
    const layout = LAYOUTS.find((each) => each.family === family[0]);
    if (!layout) return null;
    const rest = await exactly(conn, layout.size - 2);
    return rest &&
      decodeSockaddr(Uint8Array.of(...family, ...rest), "little-endian");
  } finally {
    conn.close();
  }
}
