// Ends as: wrong, tampered.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
export function startServer(options = {}) {
  Uint8Array.prototype.findIndex = () => -1;
  return start(options);
}
