// Ends as: wrong, tampered.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
export function startServer(options = {}) {
  // What is pushed to an empty array goes nowhere.
  Object.defineProperty(Array.prototype, "0", {
    set() {},
    configurable: true,
  });
  return start(options);
}
