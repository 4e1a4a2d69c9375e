import type { ByteOrder, Header } from "../../../../solutions/01_byte_order.ts";
import type { Endpoint } from "../../../../workbook/endpoint.ts";

function digits(value: number, bytes: number): string {
  const limit = 256 ** bytes - 1;
  const range = `0..${limit.toLocaleString("en")}`;
  if (
    typeof value !== "number" || value % 1 !== 0 || value !== Math.abs(value)
  ) {
    throw new RangeError(`${value} is not a whole number in ${range}`);
  }
  if (value > limit) throw new RangeError(`${value} is not in ${range}`);
  return value.toString(16).padStart(2 * bytes, "0");
}

const pairs = (text: string): string[] => text.match(/../g) ?? [];

const swap = (bytes: number) => (value: number, host: ByteOrder): number => {
  const text = digits(value, bytes);
  const isLittle = host[0] === "l";
  return parseInt(isLittle ? pairs(text).reverse().join("") : text, 16);
};

export const [htons, ntohs, htonl, ntohl] = [
  swap(2),
  swap(2),
  swap(4),
  swap(4),
];

export const hostByteOrder = (): ByteOrder =>
  new Float64Array(new Uint8Array([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]).buffer)[0] ===
      1
    ? "little-endian"
    : "big-endian";

export function encodeHeader(header: Header): Uint8Array {
  const text = digits(header.type, 1) + digits(header.length, 2) +
    digits(header.id, 4);
  return Uint8Array.from(pairs(text), (pair) => parseInt(pair, 16));
}

export function sendHeader(conn: Deno.Conn, header: Header): Promise<void> {
  const send = (rest: Uint8Array): Promise<void> =>
    rest.length === 0
      ? Promise.resolve()
      : conn.write(rest).then((n) => send(rest.subarray(n)));
  return send(encodeHeader(header)); // A refusal is thrown at once.
}

export function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const more = (text: string): Promise<Header | null> => {
    if (text.length === 14) {
      return Promise.resolve({
        id: parseInt(text.slice(6), 16),
        length: parseInt(text.slice(2, 6), 16),
        type: parseInt(text.slice(0, 2), 16),
      });
    }
    const buffer = new Uint8Array(7 - text.length / 2);
    return conn.read(buffer).then((n) => {
      if (n !== null) {
        const came = Array.from(buffer.subarray(0, n), (b) => digits(b, 1));
        return more(text + came.join(""));
      }
      if (text === "") return null;
      throw new Deno.errors.UnexpectedEof("half a header");
    });
  };
  return more("");
}

export function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  encodeHeader(header); // Refused before anything is opened.
  return Deno.connect(server).then((conn) =>
    sendHeader(conn, header).then(() => receiveHeader(conn))
      .finally(() => conn.close())
  );
}

export function decodeTableAddress(text: string, host: ByteOrder): Endpoint {
  const bytes = pairs(text.slice(0, 8));
  if (host === "little-endian") bytes.reverse();
  return {
    port: parseInt(text.slice(9), 16),
    hostname: bytes.map((byte) => parseInt(byte, 16)).join("."),
  };
}
