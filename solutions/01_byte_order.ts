import type { Endpoint } from "../workbook/endpoint.ts";

/** The order in which a machine keeps the bytes of a number in memory. */
export type ByteOrder = "little-endian" | "big-endian";

/**
 * A header of 7 bytes, each number in network order: byte 0 is `type`, bytes 1
 * and 2 are `length`, bytes 3 to 6 are `id`.
 */
export interface Header {
  /** u8: 0 to 255. */
  type: number;
  /** u16: 0 to 65535. */
  length: number;
  /** u32: 0 to 4294967295. */
  id: number;
}

const HEADER_BYTES = 7;

/** The value itself, if it is an unsigned integer of so many bits. */
function checked(value: number, bits: 8 | 16 | 32): number {
  const largest = 2 ** bits - 1;
  // Part 3. A value that is not an integer from 0 to `largest` is a RangeError.
  // Its message holds the value in decimal, and the limit as a number or as a
  // width such as "16-bit". Every conversion, and every field of a header, goes
  // through this function, whatever the host order is.
  // In the exercise, part 3:
  //   if (value > largest) todo("part 3: refuse it; what else does not fit?");
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(
      `Cannot use ${value} as an unsigned ${bits}-bit integer: it is an integer from 0 to ${largest}`,
    );
  }
  // End of part 3.
  return value;
}

/** The byte order of the machine that runs this program. */
export function hostByteOrder(): ByteOrder {
  // Part 1. Find out this machine's order: look at the bytes of a number in
  // memory. Then htons(): which number does a host of order `host` see when its
  // memory holds the two bytes of `value` in network order? That host need not
  // be this machine.
  // In the exercise, part 1:
  //   return todo("part 1: which byte of a number lies first in memory?");
  // A typed array keeps numbers as the machine does, so its first byte tells.
  const [first] = new Uint8Array(Uint16Array.of(0x0102).buffer);
  return first === 0x02 ? "little-endian" : "big-endian";
  // End of part 1.
}

/**
 * A port from host order to network order, as htons(3) on a host of that order.
 *
 * @throws {RangeError} If `value` is not an integer from 0 to 65535.
 */
export function htons(value: number, host: ByteOrder): number {
  // In the exercise, part 1:
  //   const port = checked(value, 16);
  //   return todo("part 1: which number do its two bytes make?", port, host);
  // Write the bytes in network order, read them as the host would. A DataView
  // works with unsigned numbers: `<<` would turn 255 << 24 negative.
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, checked(value, 16), false);
  return view.getUint16(0, host === "little-endian");
  // End of part 1.
}

/**
 * An IPv4 address from host order to network order, as {@linkcode htons}.
 *
 * @throws {RangeError} If `value` is not an integer from 0 to 4294967295.
 */
export function htonl(value: number, host: ByteOrder): number {
  // Part 2. As htons(), for the four bytes of an address; the result is never
  // negative. Then decodeTableAddress(), at the end of this file: the kernel of
  // a machine of order `host` prints the address as one number in that order, and
  // the port as a plain hexadecimal number. The text is well formed.
  // In the exercise, part 2:
  //   const address = checked(value, 32);
  //   return todo("part 2: which number do four bytes make?", address, host);
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, checked(value, 32), false);
  return view.getUint32(0, host === "little-endian");
  // End of part 2.
}

// Turning bytes round twice restores them, so the way back is the way there.
export const ntohs = htons;
export const ntohl = htonl;

/**
 * The 7 bytes of a header.
 *
 * @throws {RangeError} If a field is not an integer of its width.
 */
export function encodeHeader(header: Header): Uint8Array {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES));
  // Part 4. Give the 7 bytes of a header, in a new array: `type` at offset 0,
  // `length` at 1, `id` at 3, in network order and without a gap. checked()
  // refuses a field that does not fit. The header is not changed.
  // In the exercise, part 4:
  //   return todo("part 4: at which offset does each field begin?", view, header);
  // DataView takes the number modulo 2^bits without a word, so check first.
  view.setUint8(0, checked(header.type, 8));
  view.setUint16(1, checked(header.length, 16), false);
  view.setUint32(3, checked(header.id, 32), false);
  return new Uint8Array(view.buffer);
  // End of part 4.
}

/**
 * Sends one header, and leaves the connection open.
 *
 * @throws {RangeError} As {@linkcode encodeHeader}, before anything is sent. An
 * error of the connection is passed on.
 */
export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  const bytes = encodeHeader(header);
  // Beyond. conn.write() may take fewer bytes than it was given, and returns
  // their count. Write until all are taken. The other checks cut and join
  // headers, and reset the connection.
  // In the exercise, part beyond:
  //   const sent = await conn.write(bytes);
  //   if (sent < bytes.length) todo("beyond: which bytes are still to be sent?");
  // One write may take only a part.
  for (let sent = 0; sent < bytes.length;) {
    sent += await conn.write(bytes.subarray(sent));
  }
  // End of part beyond.
}

/**
 * Receives one header, however long that takes. A second one that came with it
 * is for the next call: the connection stays open.
 *
 * @returns The header; `null` at end of stream before its first byte.
 * @throws {Error} If the stream ends inside the header. An error of the
 * connection is passed on.
 */
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
  // Part 5. Here `bytes` holds all 7 bytes of a header. Give the header back,
  // each number unsigned and in network order. The loop above is given: it
  // waits, gives null at end of stream, and passes errors on.
  // In the exercise, part 5:
  //   return todo("part 5: which bytes make which field?", bytes);
  const view = new DataView(bytes.buffer);
  return {
    type: view.getUint8(0),
    length: view.getUint16(1, false),
    id: view.getUint32(3, false),
  };
  // End of part 5.
}

/**
 * Connects, sends a header once, receives one, closes.
 *
 * @returns The reply; `null` if the server ends the stream without one.
 * @throws {RangeError} As {@linkcode encodeHeader}. Errors of connecting,
 * sending and receiving are passed on.
 */
export async function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  // Part 6. `conn` is open. Send `header` once, receive one header however long
  // that takes, and give it back, or null. Close the connection on every way
  // out, after an error, too. Errors are passed on; nothing is tried again.
  // In the exercise, part 6:
  //   return todo("part 6: send, receive, and who closes?", conn, header);
  try {
    await sendHeader(conn, header);
    // Without await, finally would close the connection during the read.
    return await receiveHeader(conn);
  } finally {
    conn.close();
  }
  // End of part 6.
}

/**
 * Reads an address column of the kernel's table, `/proc/net/tcp`. On a
 * little-endian machine `0100007F:265D` is 127.0.0.1, port 9821.
 */
export function decodeTableAddress(text: string, host: ByteOrder): Endpoint {
  const [address, port] = text.split(":");
  // In the exercise, part 2:
  //   return todo("part 2: what do these digits say?", address, port, host);
  const view = new DataView(new ArrayBuffer(4));
  // The kernel holds the address in network order and prints it as if it were
  // a number in its own order: writing it in that order gives the bytes back.
  view.setUint32(0, parseInt(address, 16), host === "little-endian");
  const hostname = new Uint8Array(view.buffer).join(".");
  // The port it turns round before it prints it.
  return { hostname, port: parseInt(port, 16) };
  // End of part 2.
}
