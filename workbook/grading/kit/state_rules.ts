/**
 * Rules of the TCP state machine as rows of a table: an event, the states in
 * which it happens, and what it does: `close in LISTEN | SYN_SENT → CLOSED`.
 *
 * @module
 */
import {
  TCP_EVENTS,
  TCP_STATES,
  type TcpEvent,
  type TcpState,
  transition,
} from "../../tcp/mod.ts";
import { questionThere } from "../../sandbox/error_question.ts";
import { faultOf } from "../../sandbox/thrown_fault.ts";
import { pattern } from "../../pattern.ts";
import { forgetHoles, NotStarted } from "../../todo.ts";
import { ownHole } from "./check_context.ts";
import { either, Expectation, such } from "./expectations.ts";
import { isEqual, show } from "./expect.ts";
import { plainList } from "./plain_list.ts";
import type { ValuesOptions } from "./values.ts";
import { wrongKind } from "./wrong_kind.ts";

type Pair = [state: TcpState, event: TcpEvent];

/** What a state machine says to a pair. */
export interface Answer {
  state: TcpState;
  /** The segments sent, by their flags. */
  sends: string[];
}

/** What may be sent, beside nothing. */
const SEGMENTS = ["SYN", "SYN,ACK", "ACK", "FIN", "RST", "RST,ACK"];

/** The rules of a part do not name a pair, so that a function of a later part is asked, which is not written. */
class NoRule {
  constructor(readonly hole: string) {}
}

/** What the submission says to a pair, or the error it throws. */
function ask(
  nextState: (state: TcpState, event: TcpEvent) => unknown,
  [state, event]: Pair,
): Answer {
  try {
    const came = nextState(state, event);
    if (typeof came !== "object" || !came) return came as never;
    const { state: next, sends } = came as Answer;
    return { state: next, sends: plainList(sends) ?? sends } as Answer;
  } catch (error) {
    if (error instanceof NotStarted) {
      if (ownHole()) throw error;
      // Its own part has no rule for the pair: else the next function was not asked.
      forgetHoles();
      return new NoRule(error.what) as never;
    }
    const thrown = error instanceof Error ? error : new Error(String(error));
    return thrown as never;
  }
}

/**
 * What is right: `SYN_SENT, sends SYN`, `the same state`. Where RFC 9293 disagrees
 * with itself `CLOSED or LISTEN, sends anything`.
 */
function ruleIn([from]: Pair, text: string): Answer | Expectation {
  const [names, sent = "nothing"] = text.split(", sends ");
  const states = names === "the same state" ? [from] : names.split(" or ");
  const lists = sent.split(" or ");
  const unknown = states.find((each) => !TCP_STATES.includes(each as never)) ??
    lists.find((each) => ![...SEGMENTS, "nothing", "anything"].includes(each));
  if (unknown) throw new RangeError(`no state and no segment is ${unknown}`);
  if (sent === "anything") {
    return such<Answer>(
      `{ state: ${states.map(show).join(" or ")} }`,
      (came) => states.includes(came?.state) && Array.isArray(came.sends),
    );
  }
  const answers = states.flatMap((state) =>
    lists.map((each) => ({ state, sends: each === "nothing" ? [] : [each] }))
  );
  return answers.length > 1 ? either(...answers) : answers[0] as Answer;
}

/** Where to look at a wrong answer: what is wrong with it, and where RFC 9293 states the rule. */
function whereToLook(
  came: unknown,
  due: unknown,
  [state, event]: Pair,
): string | undefined {
  const { rfc } = transition(state, event)!;
  const source = pattern(/^\d/).test(rfc)
    ? `RFC 9293 section ${rfc}`
    : rfc.startsWith("note")
    ? `RFC 9293 figure 5, ${rfc.split(";")[0]}`
    : `RFC 9293 ${rfc}`;
  if (came instanceof NoRule) {
    return "is this pair among the rules of this part, and is its event spelled as in the Reference";
  }
  if (came instanceof Error) {
    return `what does it return for this pair: ${source}`;
  }
  if (typeof came !== "object") {
    return wrongKind(came, {}) ?? `which state comes next: ${source}`;
  }
  const { state: next, sends } = Object(came);
  if (next === undefined) return wrongKind({ state: next }, { state });
  if (typeof next === "string" && !TCP_STATES.includes(next as never)) {
    return "how are the states spelled";
  }
  if (
    Array.isArray(sends) && !sends.every((each) => SEGMENTS.includes(each))
  ) return "how are the flags of a segment spelled";
  // Another state is wrong whatever is sent.
  const isState = [[], ...SEGMENTS.map((each) => [each])].some((sends) => {
    const other = { state: next, sends };
    return due instanceof Expectation ? due.holds(other) : isEqual(other, due);
  });
  if (!isState) {
    const isSilent = Array.isArray(sends) && sends.length === 0;
    return next === state && isSilent
      ? `which of your rules answers this pair, or does none: ${source}`
      : `which state comes next: ${source}`;
  }
  return Array.isArray(sends)
    ? `which segments does it send: ${source}`
    : `sends is a list, empty if nothing is sent: ${source}`;
}

/** The pair of an event and a state that a line names. */
const inState = (event: TcpEvent) => (state: string): Pair[] => {
  if (transition(state as TcpState, event)) return [[state as TcpState, event]];
  throw new RangeError(`RFC 9293 has no rule for ${event} in ${state}`);
};

/** Whether an event can happen in a state: a reset or a SYN has an origin in SYN_RCVD, and only there. */
const canHappen = (state: TcpState, event: TcpEvent) =>
  !pattern(/^rcv_(rst|syn)(\[|$)/).test(event) ||
  event.endsWith("]") === (state === "SYN_RCVD");

const pairsWithoutRule = () =>
  TCP_STATES.flatMap((state) => TCP_EVENTS.map((event): Pair => [state, event]))
    .filter((pair) => !transition(...pair) && canHappen(...pair));

/** The same state, and silence. RFC 9293 section 3.10 answers some pairs without a rule, too: that is no fault. */
const unchanged = ([state, event]: Pair) =>
  such<Answer>(`{ state: "${state}", sends: [] }, or an error`, (came) => {
    const gaveUp = event === "timeout_user" && came?.state === "CLOSED";
    const mayAnswer = (each: unknown) =>
      event.startsWith("rcv_") &&
      pattern(/^(ACK|RST|RST,ACK)$/).test(`${each}`);
    return came instanceof Error ||
      (came?.state === state || gaveUp) && Array.isArray(came.sends) &&
        came.sends.every(mayAnswer);
  });

/**
 * Options of `values()` for rules of the state machine. A row is an event in
 * states of which RFC 9293 has a rule, or `every pair without a rule`. What comes
 * next is `SYN_SENT, sends SYN`, `the same state`, or `CLOSED or LISTEN, sends
 * anything` where RFC 9293 disagrees with itself.
 *
 * @param nextState What the submission says to a pair; an error is wrong where there is a rule.
 */
export function stateRules(
  nextState: (state: TcpState, event: TcpEvent) => unknown,
): ValuesOptions<Pair, Answer> {
  return {
    call: (...pair) => ask(nextState, pair),
    show: (came) =>
      came instanceof NoRule
        ? `no rule: the next one is not written, "${came.hole}"`
        : came instanceof Error
        ? `it threw ${show(came)}`
        : show(came),
    also: (state, event) => `${event} in ${state}`,
    inputs: {
      ...Object.fromEntries(
        TCP_EVENTS.map((event) => [`${event} in …`, inState(event)]),
      ),
      "every pair without a rule": pairsWithoutRule,
    },
    outcomes: {
      "the same state and silence, or an error": unchanged,
      "…": ruleIn,
    },
    tells: (came, due, pair, question) =>
      questionThere(
        came,
        came instanceof Error ? faultOf(came, "threw").lookAt : undefined,
        question ?? whereToLook(came, due, pair),
      ),
  };
}
