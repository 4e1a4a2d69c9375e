// Right: writes through conn.writable, which it releases instead of closing it.
import type { Endpoint } from "../../../../workbook/endpoint.ts";

async function send(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  const writer = conn.writable.getWriter();
  try {
    await writer.write(data);
  } finally {
    writer.releaseLock();
  }
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // A stream that failed has closed its connection already.
  }
}

async function* chunks(conn: Deno.Conn) {
  const buffer = new Uint8Array(32768);
  while (true) {
    const n = await conn.read(buffer);
    if (n === null) return;
    yield buffer.slice(0, n);
  }
}

async function readAll(conn: Deno.Conn): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunks(conn)) parts.push(chunk);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  try {
    const text = new TextDecoder().decode(await readAll(conn));
    await send(conn, new TextEncoder().encode(text.toUpperCase()));
  } finally {
    close(conn);
  }
}

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const conn = await Deno.connect({ ...server, transport: "tcp" });
  try {
    const sending = send(conn, request).then(() => conn.closeWrite());
    const [, reply] = await Promise.all([sending, readAll(conn)]);
    return reply;
  } finally {
    close(conn);
  }
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  const oneWay = async (from: Deno.Conn, to: Deno.Conn) => {
    for await (const chunk of chunks(from)) await send(to, chunk);
    await to.closeWrite();
  };
  try {
    await Promise.all([oneWay(a, b), oneWay(b, a)]);
  } finally {
    close(a);
    close(b);
  }
}
