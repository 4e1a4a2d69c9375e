import type { Endpoint } from "../../../../workbook/endpoint.ts";
import {
  encodeHeader,
  type Header,
} from "../../../../solutions/01_byte_order.ts";
export * from "../../../../solutions/01_byte_order.ts";

type Reader = ReadableStreamDefaultReader<Uint8Array>;
const streams = new WeakMap<Deno.Conn, { reader: Reader; bytes: number[] }>();

export async function sendHeader(conn: Deno.Conn, header: Header) {
  const bytes = encodeHeader(header);
  const writer = conn.writable.getWriter();
  try {
    await writer.write(bytes);
  } finally {
    writer.releaseLock();
  }
}

export async function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  let state = streams.get(conn);
  if (!state) {
    state = { reader: conn.readable.getReader(), bytes: [] };
    streams.set(conn, state);
  }
  while (state.bytes.length < 7) {
    const { value, done } = await state.reader.read();
    if (!done) state.bytes.push(...value);
    else if (state.bytes.length === 0) return null;
    else throw new Deno.errors.UnexpectedEof();
  }
  const [type, a, b, ...id] = state.bytes.splice(0, 7);
  return {
    type,
    length: a * 256 + b,
    id: id.reduce((sum, byte) => sum * 256 + byte, 0),
  };
}

export async function exchangeHeader(server: Endpoint, header: Header) {
  const conn = await Deno.connect(server);
  try {
    await sendHeader(conn, header);
    return await receiveHeader(conn);
  } finally {
    try {
      conn.close();
    } catch {
      // The end of conn.readable has closed it already.
    }
  }
}
