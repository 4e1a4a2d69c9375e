import type { ByteOrder, Header } from "../../../../solutions/01_byte_order.ts";
import type { Endpoint } from "../../../../workbook/endpoint.ts";

type Width = 1 | 2 | 4;
const FIELDS: ReadonlyArray<readonly [keyof Header, Width]> = [
  ["type", 1],
  ["length", 2],
  ["id", 4],
];
const SIZE = FIELDS.reduce((sum, [, width]) => sum + width, 0);
const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;

/** The bytes of a number as a host of an order has them. */
function layOut(value: number, width: Width, order: ByteOrder): number[] {
  const [kept] = ARRAYS[width].of(value);
  if (!Object.is(kept, value)) {
    const bits = 8 * width;
    throw new RangeError(
      `Expected an unsigned ${bits}-bit integer, got ${value}`,
    );
  }
  const bytes = Array.from({ length: width }, (_, i) => kept >>> 8 * i & 255);
  return order === "little-endian" ? bytes : bytes.reverse();
}

const read = (bytes: Iterable<number>): number =>
  Array.from(bytes).reduce((sum, byte) => sum * 256 + byte, 0);

const conversion = (width: Width) => (value: number, host: ByteOrder) =>
  read(layOut(value, width, host));

export const htons = conversion(2);
export const ntohs = htons;
export const htonl = conversion(4);
export const ntohl = htonl;

export function hostByteOrder(): ByteOrder {
  const text = new TextDecoder("utf-16le").decode(Uint16Array.of(65));
  return text === "A" ? "little-endian" : "big-endian";
}

export function encodeHeader(header: Header): Uint8Array {
  return new Uint8Array(
    FIELDS.flatMap(([name, width]) =>
      layOut(header[name], width, "big-endian")
    ),
  );
}

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  let rest = encodeHeader(header);
  do rest = rest.slice(await conn.write(rest)); while (rest.length > 0);
}

const rests = new WeakMap<Deno.Conn, number[]>();
const turns = new WeakMap<Deno.Conn, Promise<unknown>>();

async function receiveNext(conn: Deno.Conn): Promise<Header | null> {
  const rest = rests.get(conn) ?? [];
  rests.set(conn, rest);
  const chunk = new Uint8Array(4096);
  while (rest.length < SIZE) {
    const n = await conn.read(chunk);
    if (n === null) {
      if (rest.length > 0) throw new Error(`${rest.length} bytes of a header`);
      return null;
    }
    rest.push(...chunk.subarray(0, n));
  }
  const entries = FIELDS.map(([name, width]) =>
    [name, read(rest.splice(0, width))] as const
  );
  return Object.fromEntries(entries) as unknown as Header;
}

export function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const before = turns.get(conn) ?? Promise.resolve();
  const next = before.catch(() => {}).then(() => receiveNext(conn));
  turns.set(conn, next);
  return next;
}

export async function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  await using stack = new AsyncDisposableStack();
  const conn = stack.use(await Deno.connect(server));
  await sendHeader(conn, header);
  return await receiveHeader(conn);
}

export function decodeTableAddress(text: string, host: ByteOrder): Endpoint {
  const match = /^([0-9A-F]{8}):([0-9A-F]{4})$/.exec(text);
  if (!match) throw new SyntaxError(`Cannot read ${text}`);
  const [address, port] = match.slice(1).map((part) => parseInt(part, 16));
  return { hostname: layOut(address, 4, host).join("."), port };
}
