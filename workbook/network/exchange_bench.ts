import { createNetwork, PROFILE_NAMES } from "./mod.ts";

const hostname = "127.0.0.1";
let seed = 0;

/** A whole simple exchange: listen, dial, accept, a message each way, close. */
async function exchange(profile: typeof PROFILE_NAMES[number]): Promise<void> {
  const network = createNetwork({ seed: seed++, profile });
  const listener = network.listen({ hostname, port: 0 });
  try {
    const [client, server] = await Promise.all([
      network.connect({ hostname, port: listener.addr.port }),
      listener.accept(),
    ]);
    const buffer = new Uint8Array(16);
    for (const [from, to] of [[client, server], [server, client]]) {
      await from.write(new Uint8Array(5));
      await to.read(buffer);
    }
    client.close();
    while (await server.read(buffer) !== null);
  } catch (error) {
    if (profile !== "resets") throw error;
  }
  network.close();
}

for (const profile of PROFILE_NAMES) {
  Deno.bench(
    `one schedule of a simple exchange, ${profile}`,
    () => exchange(profile),
  );
}
