// Ends as: wrong, crashed.
import { startServer as start } from "../../../solutions/03_server_flow.ts";
const refuse = () => {
  throw new Error("nobody may look");
};
export function startServer(options = {}) {
  Promise.reject(new Proxy({}, { get: refuse, getPrototypeOf: refuse }));
  return start(options);
}
