// Right: reads two kilobytes at a time, and decodes as they come.
import type { Endpoint } from "../../../../workbook/endpoint.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent, sent + 8192));
  }
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(2048);
  const decoder = new TextDecoder();
  const parts: string[] = [];
  try {
    for (let n = await conn.read(buffer); n !== null;) {
      parts.push(decoder.decode(buffer.subarray(0, n), { stream: true }));
      n = await conn.read(buffer);
    }
    parts.push(decoder.decode());
    for (const part of parts) {
      await writeAll(conn, new TextEncoder().encode(part.toUpperCase()));
    }
  } finally {
    conn.close();
  }
}

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const receive = async () => {
    const buffer = new Uint8Array(2048);
    for (let n = await conn.read(buffer); n !== null;) {
      chunks.push(buffer.slice(0, n));
      n = await conn.read(buffer);
    }
  };
  const send = async () => {
    await writeAll(conn, request);
    await conn.closeWrite();
  };
  try {
    await Promise.all([receive(), send()]);
  } finally {
    conn.close();
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  const carry = async (from: Deno.Conn, to: Deno.Conn) => {
    const buffer = new Uint8Array(2048);
    for (let n = await from.read(buffer); n !== null;) {
      await writeAll(to, buffer.subarray(0, n));
      n = await from.read(buffer);
    }
    await to.closeWrite();
  };
  try {
    await Promise.all([carry(a, b), carry(b, a)]);
  } finally {
    for (const conn of [a, b]) conn.close();
  }
}
