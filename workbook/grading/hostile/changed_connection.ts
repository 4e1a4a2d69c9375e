// Ends as: wrong, tampered.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { hostname, port } = listener.addr as Deno.NetAddr;
const conn = await Deno.connect({ hostname, port });
const prototype = Object.getPrototypeOf(conn);
conn.close();
listener.close();
// Every wait of the grader rests on a write of its own.
prototype.write = () => new Promise(() => {});
export function startServer(options = {}) {
  return start(options);
}
