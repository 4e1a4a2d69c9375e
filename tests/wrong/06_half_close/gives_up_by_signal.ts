// Wrong: closes the connection when a signal says that two seconds are over. Caught by: "waits for a server that thinks"
import type { Endpoint } from "../../../workbook/endpoint.ts";
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function readAll(conn: Deno.Conn): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const buffer = new Uint8Array(65536);
  for (let n = await conn.read(buffer); n !== null;) {
    chunks.push(buffer.slice(0, n));
    n = await conn.read(buffer);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

async function sendToEnd(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  await writeAll(conn, data);
  await conn.closeWrite();
}

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  let isOpen = true;
  const close = () => {
    if (isOpen) conn.close();
    isOpen = false;
  };
  const patience = AbortSignal.timeout(2000);
  patience.addEventListener("abort", close);
  try {
    const [reply] = await Promise.all([
      readAll(conn),
      sendToEnd(conn, request),
    ]);
    return reply;
  } finally {
    patience.removeEventListener("abort", close);
    close();
  }
}
