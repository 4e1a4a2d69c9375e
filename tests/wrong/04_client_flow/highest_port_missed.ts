// Wrong: port 65535 is refused, because the range is compared with <. Caught by: "takes every port from 1 to 65535"
import type { Endpoint } from "../../../workbook/endpoint.ts";
import {
  dial as connect,
  type DialResult,
} from "../../../solutions/04_client_flow.ts";
export * from "../../../solutions/04_client_flow.ts";

export async function dial(
  server: Endpoint,
  options: { timeoutMs: number },
): Promise<DialResult> {
  if (!(server.port > 0 && server.port < 65535)) {
    return { ok: false, failure: "bad-address" };
  }
  return await connect(server, options);
}
