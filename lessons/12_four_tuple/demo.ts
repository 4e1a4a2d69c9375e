import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { severalLines, talk, waitsForSlow } from "./_chat.ts";
import { fiveClients } from "./_five_clients.ts";
import { specificListeners } from "./_listeners.ts";
import { processes, wildcard } from "./_recorded.ts";
import { selfConnected } from "./_self.ts";

/** Whose segment it is: connections first, then listeners, then nobody. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  yield* fiveClients(kernel, open);
  yield* specificListeners(open);
  yield* wildcard();
  yield* processes(open);
  yield* selfConnected(kernel, open);
  yield* talk(open);
  yield* waitsForSlow(open);
  yield* severalLines(open);
}
