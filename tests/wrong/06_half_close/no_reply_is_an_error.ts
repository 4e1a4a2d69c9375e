// Wrong: throws when the server ends without a reply. Caught by: "resolves with no bytes when the reply is empty"
import type { Endpoint } from "../../../workbook/endpoint.ts";
import { exchange as whole } from "../../../solutions/06_half_close.ts";
export * from "../../../solutions/06_half_close.ts";

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const reply = await whole(server, request);
  if (reply.length === 0) throw new Error("Cannot read a reply: none came");
  return reply;
}
