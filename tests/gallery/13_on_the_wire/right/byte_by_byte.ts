import type { Endpoint } from "../../../../workbook/endpoint.ts";
export {
  diagnose,
  internetChecksum,
  nextAck,
  parseIpv4Packet,
  parseTcpSegment,
} from "../../../../solutions/13_on_the_wire.ts";

/** Every byte of a connection, one after the other. */
async function* bytesOf(conn: Deno.Conn): AsyncGenerator<number> {
  for await (const chunk of conn.readable) yield* chunk;
}

export async function receiveTrace(server: Endpoint): Promise<Uint8Array[]> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  const packets: Uint8Array[] = [];
  let length: number[] = [];
  let packet: Uint8Array | undefined;
  let at = 0;
  // The stream closes the connection, whatever ends it.
  for await (const byte of bytesOf(conn)) {
    if (packet) packet[at++] = byte;
    else length.push(byte);
    if (length.length === 2) {
      packet = new Uint8Array(length[0] * 256 + length[1]);
      [length, at] = [[], 0];
    }
    if (packet && at === packet.length) {
      packets.push(packet);
      packet = undefined;
    }
  }
  if (packet || length.length) throw new Error("The stream ended too early");
  return packets;
}
