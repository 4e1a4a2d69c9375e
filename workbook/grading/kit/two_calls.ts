/**
 * A call that is made twice at once, each time with peers of its own: `server 1`
 * and `server 2`. What the two share, and must not, shows in what each gives.
 *
 * @module
 */
import { type Cast, type Outcome, play } from "./exchange.ts";
import { Words } from "./payload.ts";
import {
  type BeginOptions,
  type CallsOptions,
  callVocabulary,
  numbered,
  RunningCall,
} from "./running_call.ts";
import type { Step, Vocabulary } from "./step.ts";

/** The two. */
const BOTH = [1, 2];

/** `a` as the peer of the first and the second call. */
const ofBoth = (names?: readonly string[]): string[] =>
  BOTH.flatMap((nth) => numbered(names, nth));

/**
 * What a script about two calls may name: peers and facts have the number of their call.
 *
 * @param options Its peers.
 * @param facts What may be compared of one call.
 */
export function twiceVocabulary(
  { listens, hands }: CallsOptions<never, string, string>,
  facts: readonly string[],
): Vocabulary {
  const peers = { listens: ofBoth(listens), hands: ofBoth(hands) };
  return {
    ...callVocabulary(peers, ["open", ...ofBoth(facts)], []),
    calls: [],
    made: 2,
  };
}

/** What is said of both calls, where a line names neither. */
function bothOf(outcomes: Outcome[]): Outcome {
  const [one, two] = outcomes;
  const each = async (say: (one: Outcome) => Promise<void>) => {
    for (const outcome of outcomes) await say(outcome);
  };
  return {
    returns: (value) => each((one) => one.returns(value)),
    throws: (names, holds) => each((one) => one.throws(names, holds)),
    throwsThis: (error) => each((one) => one.throwsThis(error)),
    resolves: () => each((one) => one.resolves()),
    resolvesClosed: () => each((one) => one.resolvesClosed()),
    settlesClosed: () => each((one) => one.settlesClosed()),
    settles: () => each((one) => one.settles()),
    inTime: (due, quiet) => each((one) => one.inTime(due, quiet)),
    isPending: () => each((one) => one.isPending()),
    during: (step) => one.during(two.during(step)),
  };
}

/**
 * Makes the call twice, and plays steps from their beginning to their end.
 *
 * @param options How it is begun.
 * @param steps Read with {@linkcode twiceVocabulary}.
 */
export async function playTwice<T>(
  options: Omit<BeginOptions<T>, "words" | "nth">,
  steps: readonly Step[],
): Promise<void> {
  const words = new Words();
  const both = await RunningCall.beginAll(
    BOTH.map((nth) => ({ ...options, words, nth })),
  );
  const casts = both.map((one) => one.cast);
  const outcomes = casts.map(({ outcome }) => outcome!);
  const cast: Cast = {
    peers: new Map(casts.flatMap(({ peers }) => [...peers])),
    words,
    connect: (name, canReset) =>
      casts[Number(name.slice(-1)) - 1].connect(name, canReset),
    facts: {
      open: (due) => casts[0].facts.open(due),
      ...Object.fromEntries(
        casts.flatMap(({ facts }, i) =>
          Object.entries(facts).map((
            [name, fact],
          ) => [`${name} ${i + 1}`, fact])
        ),
      ),
    },
    actions: {},
    outcome: bothOf(outcomes),
    outcomeOf: (nth) => outcomes[nth - 1],
  };
  for (const one of both) one.expectIn(steps);
  await play(steps, cast);
  await Promise.all(both.map((one) => one.settled()));
  for (const one of both) await one.end();
}
