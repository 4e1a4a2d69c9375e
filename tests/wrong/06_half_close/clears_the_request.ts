// Wrong: clears the request when it has been sent; the array is the caller's. Caught by: "leaves the request as it was"
import { exchange as work } from "../../../solutions/06_half_close.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";
export * from "../../../solutions/06_half_close.ts";

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const reply = await work(server, request);
  request.fill(0);
  return reply;
}
