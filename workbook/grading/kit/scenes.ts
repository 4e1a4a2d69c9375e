/**
 * Checks whose script makes the calls itself, one or several, and lets time pass
 * between them.
 *
 * @module
 */
import { needsClock, resetters } from "./exchange.ts";
import { callerPlace, type CheckNeeds, type Register } from "./register.ts";
import {
  type MakeScene,
  type Played,
  RunningScene,
  type SceneOptions,
  sceneVocabulary,
} from "./running_scene.ts";
import { readScripts } from "./script.ts";
import type { Tag } from "./step.ts";

/** Registers checks that are scenes. */
export interface Scenes {
  /** A check that is one script; it needs the functions that the script calls. */
  (name: string, needs?: CheckNeeds): Tag<void>;
  /** A check in code. */
  (
    name: string,
    needs: CheckNeeds,
    run: (one: Played) => void | Promise<void>,
  ): void;
}

/**
 * Makes checks that are scenes.
 *
 * @param register Registers a check.
 * @param make Makes what the scripts may say, anew for each check.
 */
export function makeScenes(
  register: Register,
  make: MakeScene,
  options: SceneOptions = {},
): Scenes {
  const vocabulary = sceneVocabulary(make, options);
  const shared = { needs: vocabulary.calls, oneRead: options.oneRead };

  async function run(
    perform: (one: RunningScene) => void | Promise<void>,
    { ipv6 }: CheckNeeds,
    resets?: Set<string>,
  ): Promise<void> {
    const one = await RunningScene.begin(make, vocabulary, options, {
      hostname: ipv6 ? "::1" : undefined,
      resets,
    });
    await perform(one);
    await one.end();
  }

  function scenes(
    name: string,
    needs: CheckNeeds = {},
    perform?: (one: Played) => void | Promise<void>,
  ): Tag<void> | void {
    if (perform) {
      return register(
        name,
        { ...shared, ...needs },
        () => run(perform, needs),
      );
    }
    return ({ raw }, ...given) => {
      const scripts = readScripts({ raw, given }, vocabulary, callerPlace());
      const virtual = needs.virtual || needsClock(scripts[0]);
      const calls = scripts[0].flatMap((step) =>
        step.verb === "call" ? [step.name] : []
      );
      const called = calls.length > 0 ? { needs: calls } : {};
      const needed = { ...shared, ...called, ...needs, virtual };
      register(name, needed, async () => {
        for (const steps of scripts) {
          await run((one) => one.playSteps(steps), needs, resetters(steps));
        }
      });
    };
  }
  return scenes as Scenes;
}
