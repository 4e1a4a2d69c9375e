// Ends as: wrong, tampered.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
// Deno.exit() needs an event, and that a symbol on the global object.
Object.preventExtensions(globalThis);
export function startServer(options = {}) {
  return start(options);
}
