// Wrong: does not connect when there is nothing to send. Caught by: "sends FIN alone when the request is empty"
import type { Endpoint } from "../../../workbook/endpoint.ts";
import { exchange as whole } from "../../../solutions/06_half_close.ts";
export * from "../../../solutions/06_half_close.ts";

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  if (request.length === 0) return request;
  return await whole(server, request);
}
