// Programs whose calls race, on the kernel and on the model: in `kind`, each call comes to the same.
import { assert, assertEquals } from "@std/assert";
import { racingProgram } from "./scenarios/racing_program.ts";
import { onKernelAlone } from "./scenarios/kernel_process.ts";
import { onModel } from "./scenarios/worlds.ts";

const mayListen =
  Deno.permissions.querySync({ name: "net", host: "127.0.0.1" }).state ===
    "granted";

/** What each call came to, before all is quiet and after. */
function results(log: string[]): string {
  const quiet = log.indexOf("all is quiet");
  return [...log.slice(0, quiet).sort(), "", ...log.slice(quiet).sort()]
    .join("\n");
}

/** More of them were compared than run here each time. */
const PROGRAMS = 6;
/** The kernel is asked so often: timers and delayed segments may come in another order on a busy machine. */
const TRIES = 20;

Deno.test(
  "what calls that race come to on the model, they come to on the kernel",
  {
    ignore: !mayListen,
  },
  async () => {
    for (let seed = 1; seed <= PROGRAMS; seed++) {
      const program = racingProgram(seed);
      const came = results(await onModel(program, { seed }));
      const seen: string[] = [];
      while (!seen.includes(came) && seen.length < TRIES) {
        const [told] = await onKernelAlone([{ racing: seed }]);
        seen.push(results(told));
      }
      assert(
        seen.includes(came),
        `${program.name}, on the model:\n${came}\n\non the kernel:\n${
          seen.at(-1)
        }`,
      );
    }
  },
);

Deno.test("in kind, no seed changes what calls that race come to, nor their order", async () => {
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    const program = racingProgram(seed);
    const first = await onModel(program, { seed: 1 });
    assertEquals(await onModel(program, { seed: 2 }), first, program.name);
  }
});
