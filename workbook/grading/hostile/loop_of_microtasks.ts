// Ends as: wrong, endless-loop.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
export function startServer(options = {}) {
  (async () => {
    while (true) await null;
  })();
  return start(options);
}
