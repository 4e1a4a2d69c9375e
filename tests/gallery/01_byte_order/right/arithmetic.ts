import type { ByteOrder, Header } from "../../../../solutions/01_byte_order.ts";
import type { Endpoint } from "../../../../workbook/endpoint.ts";

function demand(value: number, bits: number): void {
  const fits = bits === 32
    ? value >>> 0 === value
    : value >>> 0 === value && value >> bits === 0;
  if (!fits) throw new RangeError(`${value} does not fit into a u${bits}`);
}

export const hostByteOrder = (): ByteOrder =>
  new Int8Array(new Int32Array([1]).buffer)[3] ? "big-endian" : "little-endian";

export const htons = (value: number, host: ByteOrder): number => {
  demand(value, 16);
  return host === "big-endian" ? value : (value & 0xff) << 8 | value >>> 8;
};
export const ntohs = (value: number, host: ByteOrder): number =>
  htons(value, host);

export const htonl = (value: number, host: ByteOrder): number => {
  demand(value, 32);
  if (host === "big-endian") return value;
  const low = htons(value >>> 16, host);
  const high = htons(value & 0xffff, host);
  return high * 65536 + low;
};
export const ntohl = (value: number, host: ByteOrder): number =>
  htonl(value, host);

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  demand(type, 8);
  demand(length, 16);
  demand(id, 32);
  return new Uint8Array([
    type,
    length >> 8,
    length,
    id >>> 24,
    id >>> 16,
    id >>> 8,
    id,
  ]);
}

export async function sendHeader(conn: Deno.Conn, header: Header) {
  for (const byte of encodeHeader(header)) {
    while (await conn.write(Uint8Array.of(byte)) === 0);
  }
}

async function oneByte(conn: Deno.Conn): Promise<number | undefined> {
  const place = new Uint8Array(1);
  return await conn.read(place) === null ? undefined : place[0];
}

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const type = await oneByte(conn);
  if (type === undefined) return null;
  const number = async (count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = await oneByte(conn);
      if (byte === undefined) throw new SyntaxError("the header is cut");
      value = value * 256 + byte;
    }
    return value;
  };
  return { type, length: await number(2), id: await number(4) };
}

export async function exchangeHeader(server: Endpoint, header: Header) {
  using conn = await Deno.connect({ ...server });
  await sendHeader(conn, header);
  return await receiveHeader(conn);
}

export function decodeTableAddress(text: string, host: ByteOrder): Endpoint {
  const pairs = [0, 2, 4, 6].map((at) => Number(`0x${text.slice(at, at + 2)}`));
  if (host === "little-endian") pairs.reverse();
  return { hostname: pairs.join("."), port: Number(`0x${text.slice(9)}`) };
}
