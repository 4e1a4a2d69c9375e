import type { Endpoint } from "../../../../workbook/endpoint.ts";
export * from "../../../../solutions/13_on_the_wire.ts";

async function* packets(conn: Deno.Conn): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(4096);
  let kept: Uint8Array = new Uint8Array();
  for (let n; (n = await conn.read(chunk)) !== null;) {
    const more = new Uint8Array(kept.length + n);
    more.set(kept);
    more.set(chunk.subarray(0, n), kept.length);
    kept = more;
    while (kept.length >= 2) {
      const end = 2 + kept[0] * 256 + kept[1];
      if (kept.length < end) break;
      yield kept.slice(2, end);
      kept = kept.subarray(end);
    }
  }
  if (kept.length > 0) {
    throw new Error(`The stream ended with ${kept.length} bytes of a packet`);
  }
}

export async function receiveTrace(server: Endpoint): Promise<Uint8Array[]> {
  const conn = await Deno.connect({ ...server, transport: "tcp" });
  try {
    return await Array.fromAsync(packets(conn));
  } finally {
    conn.close();
  }
}
