// Ends as: wrong, tampered.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
Object.assign(Object.prototype, {
  toJSON() {
    return { type: "done" };
  },
});
export function startServer(options = {}) {
  return start(options);
}
