import type { ByteOrder } from "../../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../../workbook/endpoint.ts";

class NotNumeric extends TypeError {
  override name = "NotNumeric";
}
class NoPort extends RangeError {
  override name = "NoPort";
}

/** The value of the parts of a text in a base; -1n if one is not a number. */
function join(parts: string[], base: 10 | 16, bits: bigint): bigint {
  const part = base === 16 ? /^[0-9a-f]{1,4}$/i : /^(0|[1-9]\d{0,2})$/;
  let sum = 0n;
  for (const text of parts) {
    const value = base === 16 ? `0x${text}` : text;
    if (!part.test(text) || BigInt(value) >> bits > 0n) return -1n;
    sum = sum << bits | BigInt(value);
  }
  return sum;
}

function toBytes(value: bigint, length: number): Uint8Array | null {
  if (value < 0n) return null;
  const digits = value.toString(16).padStart(2 * length, "0");
  return Uint8Array.from(digits.match(/../g)!, (pair) => parseInt(pair, 16));
}

const toInteger = (bytes: Uint8Array): bigint =>
  bytes.reduce((sum, byte) => sum << 8n | BigInt(byte), 0n);

export function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  return parts.length === 4 ? toBytes(join(parts, 10, 8n), 4) : null;
}

export function parseIpv6(text: string): Uint8Array | null {
  let groups = 8;
  let tail = 0n;
  const dotted = /^(.*:)([^:]*\.[^:]*)$/s.exec(text);
  if (dotted) {
    const ipv4 = parseIpv4(dotted[2]);
    if (!ipv4) return null;
    tail = toInteger(ipv4);
    groups = 6;
    // The colon before the IPv4 address separates, unless it is half of ::.
    text = dotted[1].endsWith("::") ? dotted[1] : dotted[1].slice(0, -1);
  }
  const sides = text.split("::").map((side) => side ? side.split(":") : []);
  const count = sides.flat().length;
  if (sides.length > 2) return null;
  if (sides.length === 2 ? count >= groups : count !== groups) return null;
  const gap = new Array<string>(groups - count).fill("0");
  const head = join([...sides[0], ...gap, ...(sides[1] ?? [])], 16, 16n);
  if (head < 0n) return null;
  return toBytes(dotted ? head << 32n | tail : head, 16);
}

export function formatIpv6(address: Uint8Array): string {
  const value = toInteger(address);
  if (value >> 32n === 0xffffn) return `::ffff:${address.slice(-4).join(".")}`;
  const group = (i: number) => (value >> BigInt(112 - 16 * i)) & 0xffffn;
  const text = Array.from({ length: 8 }, (_, i) => group(i).toString(16))
    .join(":");
  for (let zeros = 8; zeros > 1; zeros--) {
    const run = new Array(zeros).fill("0").join(":");
    const match = new RegExp(`(^|:)${run}(:|$)`).exec(text);
    if (match) return text.replace(match[0], "::");
  }
  return text;
}

export function encodeSockaddr(
  { hostname, port }: Endpoint,
  host: ByteOrder,
): Uint8Array {
  if (port % 1 !== 0 || port < 0 || port > 0xffff) {
    throw new NoPort(`0 <= ${port} <= 65535?`);
  }
  const address = parseIpv4(hostname) ?? parseIpv6(hostname);
  if (!address) throw new NotNumeric(`Not numeric: '${hostname}'`);
  const family = address.length === 4 ? [2, 0] : [10, 0];
  if (host === "big-endian") family.reverse();
  const before = address.length === 4 ? [] : [0, 0, 0, 0];
  const after = address.length === 4 ? new Uint8Array(8) : before;
  return Uint8Array.of(
    ...family,
    port >> 8,
    port & 255,
    ...before,
    ...address,
    ...after,
  );
}

export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  const [a, b, high, low] = bytes;
  const family = host === "little-endian" ? a + 256 * b : 256 * a + b;
  const port = 256 * high + low;
  if (family === 2 && bytes.length > 15) {
    return { port, hostname: Array.from(bytes).slice(4, 8).join(".") };
  }
  if (family === 10 && bytes.length > 27) {
    return { port, hostname: formatIpv6(bytes.slice(8, 24)) };
  }
  return null;
}

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  const value = (hostname: string) => {
    const ipv4 = parseIpv4(hostname);
    if (ipv4) return 0xffff00000000n | toInteger(ipv4);
    const ipv6 = parseIpv6(hostname);
    return ipv6 ? toInteger(ipv6) : hostname;
  };
  return a.port === b.port && value(a.hostname) === value(b.hostname);
}

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const stopping = Promise.withResolvers<void>();
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopping.promise.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  let isStopped = false;
  let open = 0;
  let left = Promise.withResolvers<void>();
  const tell = (conn: Deno.TcpConn) => {
    open++;
    const bytes = encodeSockaddr(conn.remoteAddr, "little-endian");
    const write = (from: number): Promise<void> =>
      from === 16
        ? Promise.resolve()
        : conn.write(bytes.subarray(from)).then((n) => write(from + n));
    write(0).catch(() => {}).then(() => {
      conn.close();
      open--;
      left.resolve();
    });
  };
  const next = (errors: number): Promise<void> =>
    listener.accept().then(tell).then(() => 0, () => errors + 1)
      .then(async (errors) => {
        if (isStopped) return;
        if (errors > 0) await pause(Math.min(2 ** errors, 10));
        if (!isStopped) await next(errors);
      });
  const finished = next(0).then(async () => {
    while (open > 0) {
      await left.promise;
      left = Promise.withResolvers<void>();
    }
  });
  return {
    addr: { ...listener.addr },
    stop: () => {
      if (!isStopped) {
        isStopped = true;
        stopping.resolve();
        listener.close();
      }
      return finished;
    },
  };
}

/** The whole stream first, then the structure at its beginning. */
export async function askWhoAmI(
  { hostname, port }: Endpoint,
): Promise<Endpoint | null> {
  const conn = await Deno.connect({ hostname, port });
  const blob = await new Response(conn.readable).arrayBuffer()
    .finally(() => {
      try {
        conn.close();
      } catch {
        // The stream has closed it.
      }
    });
  return decodeSockaddr(new Uint8Array(blob), "little-endian");
}
