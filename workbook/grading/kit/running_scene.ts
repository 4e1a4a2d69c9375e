/**
 * A scene while a check runs: calls that its script makes, and what they give.
 *
 * @module
 */
import { CallOutcome } from "./call_outcome.ts";
import { note } from "./check_context.ts";
import { CONNECT_LINES, Connects } from "./connects.ts";
import {
  type Action,
  type Cast,
  type Fact,
  play,
  resetters,
} from "./exchange.ts";
import { literal } from "./literal.ts";
import { Words } from "./payload.ts";
import { playTag } from "./play_tag.ts";
import { Stage } from "./stage.ts";
import { isResult, type Step, type Tag, type Vocabulary } from "./step.ts";
import { pattern } from "../../pattern.ts";

/** What the scripts of a scene may say, made anew for each check. */
export interface Scene {
  /** Functions that a script calls, with the arguments of its line: `conn` is a connection. */
  calls: Record<string, (...args: never[]) => unknown>;
  /** Words that stand for a value where a call is given one, and are told as that value. */
  values?: Record<string, () => unknown>;
  /** What may be compared, beside `conn`, `open`, `timers`, `read`, `taken` and `held back`. */
  facts?: Record<string, Fact>;
  /** What a line of the grader's own does: with the numbers where `N` stands, then what stands at a `…` behind it. */
  actions?: Record<string, Action>;
}

/** What all scenes of one kind share. */
export interface SceneOptions {
  /** The field of what a call gives at once that is awaited: `dead`. */
  promise?: string;
  /** Peers that listen: a call that names one gets its endpoint. */
  listens?: readonly string[];
  /** Whether a call never rejects: then a rejection is a fault that says so. A text asks where to look then. */
  neverRejects?: boolean | string;
  /** Where to look when it rejects and no script expects that. */
  lookAtRejection?: string;
  /** Whether the submission has a reason to speak while time passes. */
  speaks?: boolean;
  /** Whether one read must give all that one small write sent: see `CheckNeeds`. */
  oneRead?: boolean;
}

/** A scene that runs in a check. */
export interface Played {
  readonly words: Words;
  /** The connections, and the last call as a learner would write it. */
  readonly stage: Stage;
  /** What the last call gave. It must resolve; if not, `expected` tells what with. */
  value(expected?: string): Promise<unknown>;
  /** Plays a script. What was called and who is connected stays so. */
  play: Tag<Promise<void>>;
  /** Makes a call in code, as a line of a script would: `"conn"` is a connection. */
  call(name: string, ...args: unknown[]): Promise<CallOutcome<unknown>>;
}

/** Makes a scene for one check. It must not touch what it is given before a script calls something. */
export type MakeScene = (one: Played) => Scene;

/** One scene of several: what each of them may say. */
export const joinScenes = (...makes: MakeScene[]): MakeScene => (one) => {
  const all = makes.map((make) => make(one));
  const of = (field: "calls" | "values" | "facts" | "actions") =>
    Object.assign({}, ...all.map((scene) => scene[field]));
  return {
    calls: of("calls"),
    values: of("values"),
    facts: of("facts"),
    actions: of("actions"),
  };
};

/** What may be named before there is a scene. */
export function sceneVocabulary(
  make: MakeScene,
  { listens = [] }: SceneOptions,
): Vocabulary {
  const { calls, facts, actions, values } = make({} as Played);
  return {
    peers: ["peer", ...listens],
    facts: [...STAGE_FACTS, ...Object.keys(facts ?? {})],
    actions: [...STAGE_ACTIONS, ...Object.keys(actions ?? {})],
    calls: Object.keys(calls),
    values: [...listens, ...Object.keys(values ?? {})],
    isCall: true,
  };
}

const STAGE_FACTS = [
  "conn",
  "timers",
  "read",
  "taken",
  "held back",
  ...CONNECT_LINES.facts,
];

const STAGE_ACTIONS = [
  "every conn leads to one port",
  "conn sends …",
  "conn closes",
  "conn reads N bytes",
  "conn reads …",
  "every read fails with …",
  "each read gives N bytes",
  "each write takes N bytes",
  "conn has room for N bytes",
  "conn gets room for …",
  "conn breaks",
  "a timer of more than N ms rings at once",
  ...CONNECT_LINES.actions,
];

/** One scene, and its calls. */
export class RunningScene implements Played {
  readonly words = new Words();
  readonly stage: Stage;
  readonly #options: SceneOptions;
  readonly #vocabulary: Vocabulary;
  readonly #scene: Scene;
  readonly #calls: CallOutcome<unknown>[] = [];
  readonly #cast: Cast;
  #mayReject = false;

  private constructor(
    make: MakeScene,
    vocabulary: Vocabulary,
    options: SceneOptions,
    stage: Stage,
  ) {
    this.#vocabulary = vocabulary;
    this.#options = options;
    this.stage = stage;
    this.#scene = make(this);
    const calls = this.#calls;
    const connects = new Connects(() => stage.did, stage.facts.open);
    this.#cast = {
      peers: stage.connected,
      speaks: options.speaks,
      words: this.words,
      connect: (who) => stage.peer(who),
      facts: { ...stage.facts, ...connects.facts, ...this.#scene.facts },
      actions: {
        ...stage.actions,
        ...connects.actions,
        ...this.#scene.actions,
      },
      get outcome() {
        return calls.at(-1);
      },
      outcomeOf: (nth) => calls[nth - 1],
      call: async ({ name, text }, args) => {
        await this.#call(text, name, args);
      },
    };
  }

  /** Sets the stage, and makes the scene. */
  static async begin(
    make: MakeScene,
    vocabulary: Vocabulary,
    options: SceneOptions,
    place: { hostname?: string; resets?: Set<string> } = {},
  ): Promise<RunningScene> {
    const { listens = [] } = options;
    const stage = await Stage.open({ ...place, listens });
    return new RunningScene(make, vocabulary, options, stage);
  }

  call(name: string, ...args: unknown[]): Promise<CallOutcome<unknown>> {
    const shown = args.map((arg) =>
      typeof arg === "object" ? literal(arg) : arg
    );
    return this.#call(`${name}(${shown.join(", ")})`, name, args);
  }

  /** What a word of a script stands for as an argument; `undefined` if it is just a word. */
  async #valueOf(word: string): Promise<{ value: unknown } | undefined> {
    if (pattern(/^conn(?: \d+)?$/).test(word)) {
      return { value: (await this.stage.ends(word)).conn };
    }
    const { [word]: endpoint } = this.stage.endpoints;
    if (endpoint) return { value: endpoint };
    const { values = {} } = this.#scene;
    if (Object.hasOwn(values, word)) return { value: await values[word]() };
  }

  async #call(
    text: string,
    name: string,
    written: unknown[],
  ): Promise<CallOutcome<unknown>> {
    let did = text;
    const args: unknown[] = [];
    for (const arg of written) {
      const known = typeof arg === "string" && await this.#valueOf(arg);
      args.push(known ? known.value : arg);
      // A connection has no other name.
      if (known && !String(arg).startsWith("conn")) {
        did = did.replace(String(arg), () => literal(known.value));
      }
    }
    this.stage.did = did;
    note(`${did} is called`);
    const call = this.#scene.calls[name] as (...args: unknown[]) => unknown;
    const work = (async () => await call(...args))();
    const { promise, neverRejects, lookAtRejection } = this.#options;
    const outcome = new CallOutcome(work, {
      did,
      promise,
      neverRejects,
      lookAtRejection,
      mayReject: !neverRejects && !lookAtRejection,
      whatIsOpen: () => this.stage.whatIsOpen(),
    });
    if (this.#mayReject) outcome.allowRejection();
    this.#calls.push(outcome);
    return outcome;
  }

  value(expected?: string): Promise<unknown> {
    return this.#calls.at(-1)!.value(undefined, expected);
  }

  readonly play = playTag(
    this.words,
    () => ({ ...this.#vocabulary, made: this.#calls.length }),
    (steps) => this.playSteps(steps),
  );

  async playSteps(steps: readonly Step[]): Promise<void> {
    const has = (fact: string) =>
      steps.some((step) => step.verb === "fact" && step.name === fact);
    if (has("timers")) this.stage.watchTimers();
    this.stage.countsReads ||= has("read");
    this.stage.countsWrites ||= has("held back");
    this.stage.resets = resetters(steps);
    // An error of a call ends a step, but not where the script expects one.
    this.#mayReject = steps.some((step) =>
      step.verb === "throws" || step.verb === "settles" ||
      (isResult(step) && step.due)
    );
    if (this.#mayReject) {
      for (const outcome of this.#calls) outcome.allowRejection();
    }
    await play(steps, this.#cast);
  }

  /** Ends the scene: a call of which no line has told the end may be pending, and must not have failed. */
  async end(): Promise<void> {
    for (const outcome of this.#calls) await outcome.expectNoFailure();
  }
}
