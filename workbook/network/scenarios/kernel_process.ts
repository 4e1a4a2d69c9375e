/**
 * What scenarios tell on the real kernel, in a process of its own. A process
 * that another thread starts keeps every socket of this one open until it has
 * become its program: a listener that was closed then listens a little longer.
 * So the side that is compared with starts nothing while its sockets are open.
 *
 * @module
 */
import { SCENARIOS } from "./mod.ts";
import { racingProgram } from "./racing_program.ts";
import { randomProgram } from "./random_program.ts";
import type { Scenario } from "./world.ts";
import { onKernel } from "./worlds.ts";

/** Something that runs on the kernel: a scenario by its name, or a program by its seed. */
export type Told = string | { random: number } | { racing: number };

function find(told: Told): Scenario {
  if (typeof told !== "string") {
    return "random" in told
      ? randomProgram(told.random)
      : racingProgram(told.racing);
  }
  const scenario = SCENARIOS.find(({ name }) => name === told);
  if (scenario === undefined) throw new Error(`no scenario is named ${told}`);
  return scenario;
}

/**
 * Runs scenarios on the kernel, one after another.
 *
 * @param scenarios Which.
 * @param everyAddress Whether they may use more than loopback.
 * @returns What each told, in the same order.
 * @throws {Error} If the process fails, with what it printed.
 */
export async function onKernelAlone(
  scenarios: readonly Told[],
  everyAddress = false,
): Promise<string[][]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-run=cat",
      everyAddress ? "--allow-net" : "--allow-net=127.0.0.1,[::1]",
      import.meta.url,
      JSON.stringify(scenarios),
    ],
  });
  const { success, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) {
    throw new Error(`cannot run scenarios on the kernel: ${text(stderr)}`);
  }
  return JSON.parse(text(stdout));
}

if (import.meta.main) {
  const told: string[][] = [];
  for (const each of JSON.parse(Deno.args[0]) as Told[]) {
    told.push(await onKernel(find(each)));
  }
  console.log(JSON.stringify(told));
}
