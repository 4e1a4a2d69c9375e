import type { Endpoint } from "../../../../workbook/endpoint.ts";
export * from "../../../../solutions/13_on_the_wire.ts";

export async function receiveTrace(server: Endpoint): Promise<Uint8Array[]> {
  using conn = await Deno.connect({
    hostname: server.hostname,
    port: server.port,
  });
  await conn.closeWrite();
  const all = new Uint8Array(await new Response(conn.readable).arrayBuffer());
  const trace: Uint8Array[] = [];
  let at = 0;
  while (at < all.length) {
    if (at + 2 > all.length) throw new Error("Half a length is left");
    const length = all[at] << 8 | all[at + 1];
    at += 2;
    if (at + length > all.length) {
      throw new Error(`${all.length - at} of ${length} bytes of a packet came`);
    }
    trace.push(all.slice(at, at += length));
  }
  return trace;
}
