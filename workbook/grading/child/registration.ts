/**
 * Registering the checks of a loaded submission: which are ignored, and why.
 *
 * @module
 */
import type { Hole, Part } from "../../scaffold.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { type AddCheck, lookAt, session } from "../kit/check_context.ts";
import { allowSkipping } from "../kit/pass_time.ts";
import type { CheckNeeds, Register } from "../kit/register.ts";
import { real } from "../kit/wire.ts";
import {
  type CheckOptions,
  type Ignored,
  ignoredBecause,
  modelOptions,
} from "./check_options.ts";
import { mayUse } from "./run_check.ts";
import { holesElsewhere } from "./holes_elsewhere.ts";
import { holesOf, waitsFor } from "./unwritten.ts";

/** What all checks of one grader share. */
export interface RegistrationOptions {
  /** The exports of the submission; `undefined` if it could not be loaded. */
  module: Record<string, unknown> | undefined;
  /** Its text, where the parent named its file and it has holes. */
  text?: string;
  /** Holes that every check of their part waits for. */
  holes: readonly Hole[];
  /** Functions that a check calls, if it names none. */
  needs?: readonly string[];
  /** Whether the kernel's table can be read. */
  hasTable: boolean;
  /** Whether sockets of [::1] may be used, and are there. */
  hasIpv6: boolean;
}

/** Whether sockets of [::1] may be used, and are there. */
export function hasIpv6(): boolean {
  if (!mayUse("[::1]")) return false;
  try {
    real.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

/** Registers the checks of a grader, in its order. */
export class Registration {
  readonly #options: RegistrationOptions;
  /** The part that the next checks belong to, and the functions that they call. */
  #part: Part | undefined;
  #functions: readonly string[];
  readonly #addCheck: AddCheck = session.addCheck!;
  /** Missing functions that a check has reported already. */
  readonly #missing = new Set<string>();
  /** The holes of the functions that checks have named: most checks name the same. */
  readonly #holes = new Map<string, Hole[]>();
  /** The holes elsewhere, by part and functions. */
  readonly #elsewhere = new Map<string, number>();

  constructor(options: RegistrationOptions) {
    this.#options = options;
    this.#functions = options.needs ?? [];
  }

  /**
   * Begins a part: the next checks belong to it.
   *
   * @param part The part.
   * @param functions Functions that a check of it calls, if it names none; those
   * of the grader if there are none.
   */
  begin(part: Part, functions: readonly string[]): void {
    this.#part = part;
    this.#functions = functions.length > 0
      ? functions
      : this.#options.needs ?? [];
  }

  /** Registers a check that fails: the reason why others are not judged. */
  fault(name: string, fault: Fault): void {
    this.#addCheck(name, { timeout: LIMITS.checkMs }, () => {
      throw new Wrong(fault);
    });
  }

  /** Registers a check. */
  readonly check: Register = (name, needs, run) => {
    const names = needs.needs ?? this.#functions;
    const options = needs.pure
      ? this.#checkOptions(this.#whyNot(names))
      : this.sockets(names, needs);
    // Sockets of node:net are not on the model network.
    if (needs.virtual && !session.usesNodeSockets) {
      options.network = "kind";
      // There time costs nothing: whatever waits in the check names its reason first.
      options.timeout = 20 * LIMITS.checkMs;
    }
    if (needs.oneRead) options.oneRead = true;
    options.holesElsewhere = this.#holesElsewhere(names);
    this.#addCheck(name, options, () => {
      lookAt(needs.lookAt);
      if (needs.virtual) allowSkipping();
      return run();
    });
  };

  /**
   * Options of a check on sockets. Where there are none of the kind that it
   * needs, the model network may still have them.
   *
   * @param names The functions that it calls.
   * @param needs What else it needs.
   */
  sockets(
    names: readonly string[],
    { ipv6, kernel }: CheckNeeds = {},
  ): CheckOptions {
    const always = this.#whyNot(names);
    const onModel = this.#checkOptions(always);
    if (session.model) return onModel;
    const here = ipv6 && !this.#options.hasIpv6
      ? "no IPv6"
      : kernel && !this.#options.hasTable
      ? "no kernel table"
      : undefined;
    const options = this.#checkOptions(always ?? here);
    modelOptions.set(options, onModel);
    return options;
  }

  #checkOptions(why: Ignored | undefined): CheckOptions {
    const ignore = why !== undefined;
    const options = { ignore, timeout: LIMITS.checkMs, part: this.#part };
    if (why) ignoredBecause.set(options, why);
    return options;
  }

  /** Why a check of these functions is not run, if it is not: each must be one that somebody wrote. */
  #whyNot(names: readonly string[]): Ignored | undefined {
    const { module, holes } = this.#options;
    if (!module) return "not loadable";
    const missing = names.find((name) => typeof module[name] !== "function");
    if (missing !== undefined) {
      this.#tellMissing(missing, typeof module[missing]);
      return "not exported";
    }
    const holesIn = (name: string): Hole[] => {
      const known = this.#holes.get(name) ?? holesOf(module, name);
      this.#holes.set(name, known);
      return known;
    };
    const open = [...holes, ...names.flatMap(holesIn)];
    return waitsFor(open, this.#part?.key, session.judged === true)
      ? "not written"
      : undefined;
  }

  /** How many holes of this part are in functions that a check of these has nothing to do with. */
  #holesElsewhere(names: readonly string[]): number {
    const { text } = this.#options;
    const key = this.#part?.key;
    const id = [key, ...names].join();
    const known = this.#elsewhere.get(id) ??
      (text ? holesElsewhere(text, names, key) : 0);
    this.#elsewhere.set(id, known);
    return known;
  }

  /** Says once, by a check that fails, that a function is not exported. */
  #tellMissing(name: string, kind: string): void {
    if (this.#missing.has(name)) return;
    this.#missing.add(name);
    this.fault(`exports ${name}`, {
      cause: kind === "undefined" ? "missing-export" : "wrong-kind",
      expected: `an exported function ${name}`,
      came: kind === "undefined"
        ? "no export of that name"
        : `an export of type ${kind}`,
      lookAt: `export function ${name}(…)`,
    });
  }
}
