import type { Endpoint } from "../../endpoint.ts";
import { afterCheck } from "./check_context.ts";
import { endpointOf, real } from "./wire.ts";

/**
 * An endpoint where nobody listens, during this check: every connect to it is
 * refused. It is the local end of a connection that stays open, so the kernel
 * gives its port to no listener of another program.
 */
export async function closedPort(hostname = "127.0.0.1"): Promise<Endpoint> {
  const listener = real.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const [holder, accepted] = await Promise.all([
    real.connect({ hostname, port }),
    listener.accept(),
  ]);
  listener.close();
  afterCheck(() => {
    holder.close();
    accepted.close();
  });
  return endpointOf(holder.localAddr);
}
