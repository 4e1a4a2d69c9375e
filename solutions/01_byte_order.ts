import type { Endpoint } from "../workbook/endpoint.ts";

/** The order in which a machine keeps the bytes of a number in memory. */
export type ByteOrder = "little-endian" | "big-endian";

/** A header of 7 bytes: u8, u16, u32, each in network order. */
export interface Header {
  type: number;
  length: number;
  id: number;
}

const HEADER_BYTES = 7;

/** The value itself, if it is an unsigned integer of so many bits. */
function checked(value: number, bits: 8 | 16 | 32): number {
  const largest = 2 ** bits - 1;
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(
      `Cannot use ${value} as an unsigned ${bits}-bit integer: it is an integer from 0 to ${largest}`,
    );
  }
  return value;
}

/** The byte order of the machine that runs this program. */
export function hostByteOrder(): ByteOrder {
  // A typed array keeps numbers as the machine does, so its first byte tells.
  const [first] = new Uint8Array(Uint16Array.of(0x0102).buffer);
  return first === 0x02 ? "little-endian" : "big-endian";
}

/** A port from host order to network order. */
export function htons(value: number, host: ByteOrder): number {
  // Write the bytes in network order, read them as the host would. A DataView
  // works with unsigned numbers: `<<` would turn 255 << 24 negative.
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, checked(value, 16), false);
  return view.getUint16(0, host === "little-endian");
}

/** An IPv4 address from host order to network order. */
export function htonl(value: number, host: ByteOrder): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, checked(value, 32), false);
  return view.getUint32(0, host === "little-endian");
}

// Turning bytes round twice restores them, so the way back is the way there.
export const ntohs = htons;
export const ntohl = htonl;

/** The 7 bytes of a header. */
export function encodeHeader(header: Header): Uint8Array {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES));
  // DataView takes the number modulo 2^bits without a word, so check first.
  view.setUint8(0, checked(header.type, 8));
  view.setUint16(1, checked(header.length, 16), false);
  view.setUint32(3, checked(header.id, 32), false);
  return new Uint8Array(view.buffer);
}

/** Sends one header. */
export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  const bytes = encodeHeader(header);
  // One write may take only a part.
  for (let sent = 0; sent < bytes.length;) {
    sent += await conn.write(bytes.subarray(sent));
  }
}

/** Receives one header; `null` at end of stream. */
export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  // Asking for no more than is missing leaves the next header in the kernel.
  const bytes = new Uint8Array(HEADER_BYTES);
  for (let got = 0; got < bytes.length;) {
    const n = await conn.read(bytes.subarray(got));
    if (n === null) {
      if (got === 0) return null;
      throw new Deno.errors.UnexpectedEof(
        `Cannot read a header: the stream ended after ${got} of ${HEADER_BYTES} bytes`,
      );
    }
    got += n;
  }
  const view = new DataView(bytes.buffer);
  return {
    type: view.getUint8(0),
    length: view.getUint16(1, false),
    id: view.getUint32(3, false),
  };
}

/** Connects, sends a header, receives one, closes. */
export async function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  try {
    await sendHeader(conn, header);
    // Without await, finally would close the connection during the read.
    return await receiveHeader(conn);
  } finally {
    conn.close();
  }
}

/** Reads an address column of the kernel's table. */
export function decodeTableAddress(text: string, host: ByteOrder): Endpoint {
  const [address, port] = text.split(":");
  const view = new DataView(new ArrayBuffer(4));
  // The kernel holds the address in network order and prints it as if it were
  // a number in its own order: writing it in that order gives the bytes back.
  view.setUint32(0, parseInt(address, 16), host === "little-endian");
  const hostname = new Uint8Array(view.buffer).join(".");
  // The port it turns round before it prints it.
  return { hostname, port: parseInt(port, 16) };
}
