/** Thrown by {@linkcode todo}: a hole was reached that nobody has filled yet. */
export class NotStarted extends Error {
  override name = "NotStarted";
  /** What is to be written: the text of the {@linkcode todo}. */
  readonly what: string;
  /** An error that a hole in a `catch` was given: what led there. */
  readonly caught?: Error;

  constructor(what: string, caught?: Error) {
    super(`Not written yet: ${what}`);
    this.what = what;
    this.caught = caught;
  }
}
// A program and its grader share it.
Object.freeze(NotStarted);
Object.freeze(NotStarted.prototype);

/** Holes that were reached, whoever caught what they threw. */
let reached: NotStarted[] = [];

/**
 * Marks what is not written yet in an exercise. Replace the call with your own
 * code: while it is reached, the checks of its part are not started, neither
 * right nor wrong.
 *
 * @param what What to write. `part 2: …` says which part it belongs to.
 * @param given What there is for it: parameters, helpers. Of an error it is remembered that it led here.
 * @throws {NotStarted} Always.
 */
export function todo(what: string, ...given: unknown[]): never {
  const hole = new NotStarted(
    what,
    given.find((each) => each instanceof Error),
  );
  reached.push(hole);
  throw hole;
}

/** The holes that were reached since {@linkcode forgetHoles}, in order. */
export function reachedHoles(): readonly NotStarted[] {
  return reached;
}

/** Forgets the holes that were reached. */
export function forgetHoles(): void {
  reached = [];
}
