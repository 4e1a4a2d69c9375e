// Ends as: not graded, not-allowed.
import { rememberRuntime } from "../integrity.ts";
export function startServer() {
  rememberRuntime();
}
