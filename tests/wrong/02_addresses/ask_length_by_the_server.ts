// Wrong: the address of the server decides how long the answer is. Caught by: "reads an answer of 28 bytes over IPv4"
import { decodeSockaddr } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export async function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  using conn = await Deno.connect(server);
  const answer = new Uint8Array(server.hostname.includes(":") ? 28 : 16);
  for (let length = 0; length < answer.length;) {
    const n = await conn.read(answer.subarray(length));
    if (n === null) return null;
    length += n;
  }
  return decodeSockaddr(answer, "little-endian");
}
