// Ends as: wrong, crashed.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
export function startServer(options = {}) {
  Promise.reject(new Error("nobody awaits this"));
  return start(options);
}
