/**
 * The kernel's socket table cannot be read here. The message is one sentence
 * that says why. It tells nothing about the program under observation: a demo
 * says so and goes on, and a check that needs the table is skipped.
 */
export class KernelUnavailable extends Error {
  /** `KernelUnavailable`. */
  override name = "KernelUnavailable";
}
