// Ends as: wrong, tampered.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
export function startServer(options = {}) {
  const server = start(options);
  (async () => {
    const { hostname, port } = server.addr;
    const conn = await Deno.connect({ hostname, port });
    Object.getPrototypeOf(conn).read = () => Promise.resolve(null);
    conn.close();
  })();
  return server;
}
