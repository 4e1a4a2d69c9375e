// Ends as: not graded, not-allowed.
import { rememberRuntime } from "../child/integrity.ts";
export function startServer() {
  rememberRuntime();
}
