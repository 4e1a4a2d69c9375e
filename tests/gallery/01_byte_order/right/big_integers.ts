import type { ByteOrder, Header } from "../../../../solutions/01_byte_order.ts";
import type { Endpoint } from "../../../../workbook/endpoint.ts";

class NotOfWidth extends RangeError {
  override name = "NotOfWidth";
  constructor(value: number, bits: number) {
    super(`${value} does not fit into u${bits}`);
  }
}

function* bytesOf(value: number, bits: number): Generator<number> {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits) {
    throw new NotOfWidth(value, bits);
  }
  for (let shift = bits - 8; shift >= 0; shift -= 8) {
    yield Number(BigInt(value) >> BigInt(shift) & 255n);
  }
}

const numberOf = (bytes: Iterable<number>): number =>
  Number([...bytes].reduce((sum, byte) => sum << 8n | BigInt(byte), 0n));

const convert = (bits: number) => (value: number, host: ByteOrder): number => {
  const bytes = [...bytesOf(value, bits)];
  return numberOf(host === "big-endian" ? bytes : bytes.reverse());
};

export const htons = convert(16);
export const ntohs = convert(16);
export const htonl = convert(32);
export const ntohl = convert(32);

export function hostByteOrder(): ByteOrder {
  const words = BigUint64Array.of(1n);
  return new DataView(words.buffer).getBigUint64(0, true) === 1n
    ? "little-endian"
    : "big-endian";
}

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  return Uint8Array.from([
    ...bytesOf(type, 8),
    ...bytesOf(length, 16),
    ...bytesOf(id, 32),
  ]);
}

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  for (const byte of encodeHeader(header)) {
    await conn.write(Uint8Array.of(byte));
  }
}

class Received implements Header {
  readonly #bytes: readonly number[];
  constructor(bytes: readonly number[]) {
    this.#bytes = bytes;
  }
  get type(): number {
    return this.#bytes[0];
  }
  get length(): number {
    return numberOf(this.#bytes.slice(1, 3));
  }
  get id(): number {
    return numberOf(this.#bytes.slice(3));
  }
}

async function* read(conn: Deno.Conn, count: number): AsyncGenerator<number> {
  const byte = new Uint8Array(1);
  while (count-- > 0 && await conn.read(byte) !== null) yield byte[0];
}

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const bytes = await Array.fromAsync(read(conn, 7));
  if (bytes.length === 0) return null;
  if (bytes.length === 7) return new Received(bytes);
  throw new Error(`The stream ended inside a header: ${bytes.length} bytes`);
}

export async function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  using conn = await Deno.connect({ ...server });
  await sendHeader(conn, header);
  return await receiveHeader(conn);
}

export function decodeTableAddress(text: string, host: ByteOrder): Endpoint {
  const [address, port] = text.split(":").map((part) => Number(`0x${part}`));
  const hostname = [...bytesOf(ntohl(address, host), 32)].join(".");
  return { hostname, port };
}
