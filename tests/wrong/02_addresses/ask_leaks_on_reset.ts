// Wrong: the connection is closed only where nothing went wrong. Caught by: "leaves nothing open after a reset or a refusal"
import { decodeSockaddr } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export async function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  const conn = await Deno.connect(server);
  {
    const answer = new Uint8Array(28);
    let length = 0;
    while (length < 28) {
      const n = await conn.read(answer.subarray(length));
      if (n === null) break;
      length += n;
    }
    conn.close();
    return decodeSockaddr(answer.subarray(0, length), "little-endian");
  }
}
