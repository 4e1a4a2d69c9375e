// Wrong: the answer is given up when nothing has come yet. Caught by: "waits for a server that says nothing yet"
import { decodeSockaddr } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export async function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  const conn = await Deno.connect(server);
  const answer = new Uint8Array(28);
  let length = 0;
  try {
    while (length < 28) {
      const n = await Promise.race([
        conn.read(answer.subarray(length)),
        Promise.resolve(0).then(() => length === 0 ? null : undefined),
      ]) ?? await conn.read(answer.subarray(length));
      if (n === null) break;
      length += n;
    }
  } finally {
    conn.close();
  }
  return decodeSockaddr(answer.subarray(0, length), "little-endian");
}
