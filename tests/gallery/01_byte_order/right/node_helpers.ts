import type { ByteOrder, Header } from "../../../../solutions/01_byte_order.ts";
import type { Endpoint } from "../../../../workbook/endpoint.ts";
import { Buffer } from "node:buffer";
import { endianness } from "node:os";

class OutOfRange extends RangeError {
  constructor(value: number, bytes: number) {
    const limit = (256 ** bytes - 1).toLocaleString("en");
    // It rounds to three digits behind the point, if it is not told otherwise.
    const came = value.toLocaleString("en", { maximumFractionDigits: 20 });
    super(`${came} is no integer from 0 to ${limit}`);
  }
}

function put(value: number, bytes: number): Buffer {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** bytes) {
    throw new OutOfRange(value, bytes);
  }
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

const turn = (bytes: number) => (value: number, host: ByteOrder): number => {
  const buffer = put(value, bytes);
  return host === "little-endian"
    ? buffer.readUIntLE(0, bytes)
    : buffer.readUIntBE(0, bytes);
};

export const htons = turn(2);
export const ntohs = turn(2);
export const htonl = turn(4);
export const ntohl = turn(4);

export function hostByteOrder(): ByteOrder {
  return endianness() === "LE" ? "little-endian" : "big-endian";
}

class Message implements Header {
  readonly #bytes: Buffer;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  get type(): number {
    return this.#bytes.readUInt8(0);
  }
  get length(): number {
    return this.#bytes.readUInt16BE(1);
  }
  get id(): number {
    return this.#bytes.readUInt32BE(3);
  }
}

export function encodeHeader(header: Header): Uint8Array {
  const { type, length, id } = header;
  return Buffer.concat([put(type, 1), put(length, 2), put(id, 4)]);
}

export async function sendHeader(conn: Deno.Conn, header: Header) {
  const bytes = encodeHeader(header);
  let left = bytes.length;
  do left -= await conn.write(bytes.subarray(-left)); while (left > 0);
}

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  const parts: Buffer[] = [];
  for (let missing = 7; missing > 0;) {
    const part = Buffer.alloc(missing);
    const n = await conn.read(part);
    if (n === null && missing === 7) return null;
    if (n === null) throw new Error("the stream ended");
    parts.push(part.subarray(0, n));
    missing -= n;
  }
  return new Message(Buffer.concat(parts));
}

export function exchangeHeader(server: Endpoint, header: Header) {
  return Deno.connect({ hostname: server.hostname, port: server.port }).then(
    (conn) =>
      sendHeader(conn, header)
        .then(() => receiveHeader(conn))
        .finally(() => conn.close()),
  );
}

export function decodeTableAddress(text: string, host: ByteOrder): Endpoint {
  const [address, port] = text.split(":").map((part) =>
    Buffer.from(part, "hex")
  );
  return {
    hostname: (host === "little-endian" ? address.reverse() : address).join(
      ".",
    ),
    port: port.readUInt16BE(),
  };
}
