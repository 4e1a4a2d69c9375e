/**
 * Errors that a check makes for a submission to meet.
 *
 * @module
 */
import { blameSubmission } from "../../sandbox/thrown_fault.ts";

/**
 * An error that a handler or a source of a check fails with. Where a submission
 * leaves it unhandled, that is the submission's fault, though its trace is ours.
 *
 * @param error Any value.
 * @returns The same value.
 */
export function onPurpose<T>(error: T): T {
  blameSubmission(error);
  return error;
}
