import type { Endpoint } from "../../../../workbook/endpoint.ts";

export * from "../../../../solutions/08_buffers.ts";

export async function measureWindow(server: Endpoint): Promise<number> {
  let taken = 0;
  let isFull = false;
  let filling: Promise<void>;
  {
    using conn = await Deno.connect({ ...server });
    let last = performance.now();
    filling = (async () => {
      try {
        while (!isFull) {
          taken += await conn.write(new Uint8Array(30_000));
          last = performance.now();
        }
      } catch {
        // The write that waited when the connection was closed.
      }
    })();
    while (performance.now() - last < 400) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    isFull = true;
  }
  await filling;
  return taken;
}
