import type { Entry } from "./timeline.ts";

/** What was traced. */
export interface Xray {
  entries: Entry[];
  /** Why it is not complete, or empty: an exit status and a sentence. */
  problem?: { status: number; sentence: string };
  /** Why there are no rows of the kernel. */
  unavailable?: string;
}
