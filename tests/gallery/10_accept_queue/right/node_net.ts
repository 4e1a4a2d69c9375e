import net from "node:net";
import type { Endpoint } from "../../../../workbook/endpoint.ts";
export { acceptLoop } from "../../../../solutions/10_accept_queue.ts";

export async function probeAcceptQueue(
  { hostname: host, port }: Endpoint,
  { limit, waitMs }: { limit: number; waitMs: number },
): Promise<number> {
  const sockets = Array.from(
    { length: limit },
    () => net.connect({ host, port }),
  );
  const attempts = sockets.map((socket) =>
    new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => resolve(0), waitMs);
      socket.once("connect", () => resolve(1));
      socket.on("error", reject);
      socket.once("close", () => clearTimeout(timer));
    })
  );
  try {
    return (await Promise.all(attempts)).reduce((sum, one) => sum + one, 0);
  } finally {
    await Promise.allSettled(sockets.map((socket) => {
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.destroy();
      return closed;
    }));
  }
}
