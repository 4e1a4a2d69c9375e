// Ends as: wrong, tampered.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
const { prototype } = Object.getPrototypeOf(function* () {});
prototype.next = () => ({ done: true, value: undefined });
export function startServer(options = {}) {
  return start(options);
}
