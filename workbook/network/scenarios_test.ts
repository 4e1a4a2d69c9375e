import { assertEquals } from "@std/assert";
import { HANG_MS } from "../../tools/testing/hang.ts";
import { kernelView } from "../kernel/mod.ts";
import type { NetworkOptions } from "./mod.ts";
import { type Scenario, SCENARIOS } from "./scenarios/mod.ts";
import { randomProgram } from "./scenarios/random_program.ts";
import { onKernelAlone } from "./scenarios/kernel_process.ts";
import { onModel } from "./scenarios/worlds.ts";

/** Where a scenario runs on the model: each must tell what the kernel does. */
function variants({ only }: Scenario): NetworkOptions[] {
  const kind = [1, 2, 3].map((seed) => ({ seed }));
  if (only === "kind") return kind;
  const hostile = [
    "byteByByte",
    "coalesced",
    "slowReader",
    "stalling",
  ] as const;
  return [
    ...kind,
    ...hostile.flatMap((profile) => [1, 2].map((seed) => ({ seed, profile }))),
  ];
}

function granted(host?: string): boolean {
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

const network = granted("127.0.0.1");
const table = (await kernelView()).available;

/** Whether the machine and the permissions allow the real side. */
function possible({ needs }: Scenario): boolean {
  if (!network || !table) return false;
  if (needs === "every address") return granted() && hasIpv6();
  return needs !== "IPv6" || (granted("[::1]") && hasIpv6());
}

/** Programs that nobody wrote. More of them were compared than run here each time. */
const PROGRAMS = 8;

/** What each scenario tells on the kernel: they run there once, together. */
const onKernel = new Map<string, Promise<string[]>>();
for (const everyAddress of [false, true]) {
  const names = SCENARIOS
    .filter((each) => possible(each))
    .filter(({ needs }) => (needs === "every address") === everyAddress)
    .map(({ name }) => name);
  if (names.length === 0) continue;
  const all = onKernelAlone(names, everyAddress);
  // A failure is each scenario's own.
  all.catch(() => {});
  names.forEach((name, i) => onKernel.set(name, all.then((told) => told[i])));
}

/** What each model run tells must be what the kernel tells. */
async function agree(
  scenario: Scenario,
  kernel: Promise<string[]>,
): Promise<void> {
  const { name, needs } = scenario;
  const allowNet = needs === "every address"
    ? undefined
    : ["127.0.0.1", "[::1]"];
  const expected = await kernel;
  for (const options of variants(scenario)) {
    const { seed, profile = "kind" } = options;
    const came = await onModel(scenario, { ...options, allowNet });
    assertEquals(came, expected, `model, ${profile}, seed ${seed}: ${name}`);
  }
}

for (const scenario of SCENARIOS) {
  Deno.test(`kernel and model agree: ${scenario.name}`, {
    ignore: !possible(scenario),
    timeout: HANG_MS,
  }, () => agree(scenario, onKernel.get(scenario.name)!));
}

for (let random = 1; random <= PROGRAMS; random++) {
  const program = randomProgram(random);
  const compare = () =>
    agree(program, onKernelAlone([{ random }]).then(([told]) => told));
  Deno.test(`kernel and model agree: ${program.name}`, {
    ignore: !possible(program),
    timeout: HANG_MS,
  }, async () => {
    // Calls of one turn race: the kernel does not tell the same each time.
    for (let left = 2; left > 0; left--) {
      try {
        return await compare();
      } catch {
        // Once more.
      }
    }
    await compare();
  });
}
