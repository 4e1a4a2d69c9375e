/**
 * Plays a script: peers say what it says, and expect what it expects.
 *
 * @module
 */
import { lookAt, note, noteRow, whereToLook } from "./check_context.ts";
import { type Payload, resolve, type Words } from "./payload.ts";
import { Meanwhile } from "./meanwhile.ts";
import type { Peer } from "./peer.ts";
import { nothingComes, playPeer } from "./peer_steps.ts";
import { type Due, isResult, type Result, type Step } from "./step.ts";
import { passTime } from "./pass_time.ts";
import { settle } from "./waiting.ts";
import { pattern } from "../../pattern.ts";

/** What is compared: the items after `name =`, as texts. */
export type Fact = (items: string[]) => void | Promise<void>;

/** What a script says of a call. */
export interface Outcome {
  returns(value: unknown): Promise<void>;
  /** With an error of any of these names; without a name it may be any error. */
  throws(names: string[], holds: string[]): Promise<void>;
  throwsThis(error: unknown): Promise<void>;
  resolves(): Promise<void>;
  resolvesClosed(): Promise<void>;
  settles(): Promise<void>;
  settlesClosed(): Promise<void>;
  /** Settles in its time; until then each of `quiet` must hold. */
  inTime(due: Due, quiet: Array<() => Promise<void>>): Promise<void>;
  isPending(): Promise<void>;
  /** Does a step while the call is running; its error ends the step. */
  during(step: Promise<void>): Promise<void>;
}

/** Who plays. */
export interface Cast {
  /** The call that is judged, as a learner would write it, if it is one. */
  readonly did?: string;
  /** Those who are connected, by their names. */
  readonly peers: Map<string, Peer>;
  readonly words: Words;
  /** The last line of the script that is a note. */
  noted?: string;
  /** Who acted last. */
  last?: Peer;
  /** Lets a peer connect, or accept. */
  connect(name: string, canReset: boolean): Promise<Peer>;
  readonly facts: Record<string, Fact>;
  readonly actions: Record<string, Action>;
  /** The call that was made last. */
  readonly outcome?: Outcome;
  /** The call of this number in the script, from 1. */
  outcomeOf?(nth: number): Outcome;
  /** Makes a call that stands in the script. */
  call?(step: CallStep, args: unknown[]): Promise<void>;
  /** Whether the submission has a reason to speak while nobody else does. */
  readonly speaks?: boolean;
}

/** What a grader does at a line of its own: with the numbers in it, then what follows. */
export type Action = (...given: never[]) => void | Promise<void>;

type CallStep = Step & { verb: "call" };

/** Whether a script needs virtual time. */
export function needsClock(steps: readonly Step[]): boolean {
  return steps.some((step) =>
    step.verb === "time passes" || step.verb === "pass" ||
    ("due" in step && step.due !== undefined)
  );
}

/** Names of those who reset their connection in a script. */
export function resetters(steps: readonly Step[]): Set<string> {
  return new Set(
    steps.flatMap((step) => step.verb === "reset" ? [step.who] : []),
  );
}

/**
 * Plays the steps, one after the other.
 *
 * @throws {Wrong} At the first that the submission does not follow.
 */
export async function play(steps: readonly Step[], cast: Cast): Promise<void> {
  const canReset = resetters(steps);
  const before = whereToLook();
  const meanwhile = new Meanwhile();
  const during = (doing: Promise<void>) => cast.outcome?.during(doing) ?? doing;
  cast.words.announce(steps.flatMap(payloadsOf));
  for (const step of steps) {
    if (step.lookAt) lookAt(step.lookAt);
    const doing = meanwhile.during(playStep(step, cast, canReset, meanwhile));
    // A script that makes calls tells itself what each gives in the place of what is due.
    const tellsItself = cast.call && (isResult(step) || step.verb === "call");
    await (tellsItself ? doing : during(doing));
  }
  await during(meanwhile.end());
  lookAt(before);
}

/** The payloads of a step. */
function payloadsOf(step: Step): Payload[] {
  if (step.verb === "fact" || step.verb === "act") return step.items;
  if (step.verb === "call") return step.args;
  if (step.verb === "throws") return step.holds;
  return "payload" in step ? [step.payload] : [];
}

async function playStep(
  step: Step,
  cast: Cast,
  canReset: Set<string>,
  meanwhile: Meanwhile,
): Promise<void> {
  const { words } = cast;
  if ("who" in step) {
    const { who } = step;
    let peer = cast.peers.get(who);
    if (!peer || step.verb === "connect" && step.isNew) {
      if (step.verb === "connect" && step.row !== undefined) noteRow(step.row);
      peer = await cast.connect(who, canReset.has(who));
      cast.peers.set(who, peer);
    }
    cast.last = peer;
    const { did, noted } = cast;
    const told = did && noted ? `${did}, ${noted}` : did;
    const act = () => playPeer(step, peer, words, told);
    return step.meanwhile ? meanwhile.begin(step, act) : await act();
  }
  if (isResult(step)) return await playResult(step, cast);
  const mustBeQuiet = cast.speaks ? [] : cast.peers.values();
  switch (step.verb) {
    case "note":
      cast.noted = step.text;
      return note(step.text);
    case "time passes":
      return await passTime(step.isUnread ? [] : mustBeQuiet);
    case "pass":
      return await passTime(step.isUnread ? [] : mustBeQuiet, step.ms);
    case "a moment passes":
      return await settle();
    case "fact":
      return await cast.facts[step.name](
        step.items.flatMap((item) => resolve(item, words)).map(String),
      );
    case "act": {
      const items = step.items.map((item) => resolve(item, words));
      return await cast.actions[step.name](
        ...[...step.numbers, ...items] as never[],
      );
    }
    case "call": {
      const args = step.args.map((each) => resolve(each, words));
      return await cast.call!(step, args);
    }
  }
}

/** Compares what a call gave, and when. */
async function playResult(step: Result, cast: Cast): Promise<void> {
  const { words } = cast;
  const outcome = step.of ? cast.outcomeOf!(step.of) : cast.outcome!;
  if (step.due) {
    const quiet = cast.speaks
      ? []
      : [...cast.peers.values()].map((peer) => () => nothingComes(peer));
    await outcome.inTime(step.due, quiet);
  }
  switch (step.verb) {
    case "returns":
      return await outcome.returns(valueOf(step.payload, words));
    case "throws":
      return await (step.error
        ? outcome.throwsThis(resolve(step.error, words))
        : outcome.throws(
          step.names,
          step.holds.map((each) => String(resolve(each, words))),
        ));
    case "resolves":
      return await outcome.resolves();
    case "resolves closed":
      return await outcome.resolvesClosed();
    case "settles":
      return await outcome.settles();
    case "settles closed":
      return await outcome.settlesClosed();
    case "pending":
      return await outcome.isPending();
  }
}

/** `null`, `true`, `12`, `[]` as a value; everything else as in an exchange. */
function valueOf(payload: Payload, words: Words): unknown {
  const [only] = payload;
  const plain: Record<string, unknown> = {
    null: null,
    undefined: undefined,
    true: true,
    false: false,
  };
  if (payload.length === 1 && typeof only === "string") {
    if (Object.hasOwn(plain, only)) return plain[only];
    if (pattern(/^-?\d+$/).test(only)) return Number(only);
  }
  return resolve(payload, words);
}
