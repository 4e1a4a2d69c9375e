// Ends as: wrong, endless-loop.
export * from "../../../solutions/03_server_flow.ts";
import { startServer as start } from "../../../solutions/03_server_flow.ts";
export function startServer(options = {}) {
  setTimeout(() => {
    while (true);
  }, 0);
  return start(options);
}
