import type { Verdict } from "../../workbook/grading/verdict.ts";
import type { Cause } from "../../workbook/sandbox/fault.ts";

/** A submission for lesson 3, and its verdict. */
export interface HostileSubmission {
  status: Verdict["status"];
  /** Cause of the first fault; absent where the attack comes to nothing, and the rest is right. */
  cause?: Cause;
  /** What the cause may be instead: which of the two comes first is chance. */
  otherwise?: Cause;
  /** Its text. Imports are relative to a folder in `.handshake/` where `solution.ts` is a copy of the model answer. */
  code: string;
  /** Files beside it: name and text. */
  files?: Record<string, string>;
}
