import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { bothClose } from "./_both.ts";
import { closing } from "./_closing.ts";
import { dialsItself, reset, strays } from "./_dials.ts";
import { fullQueue, listening, opening } from "./_opening.ts";
import type { Shared } from "./_rows.ts";
import { printedLines } from "./_table.ts";

/** Leads real connections through the states; after each call the kernel is asked. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  const listener = yield* listening({ open, kernel });
  const shared: Shared = { open, kernel, listener };
  const client = yield* opening(shared);
  yield* printedLines({
    client: client.localAddr.port,
    server: listener.addr.port,
  });
  yield* fullQueue(shared);
  yield* closing(shared, client);
  yield* bothClose(shared);
  yield* dialsItself(shared);
  yield* reset(shared);
  yield* strays(shared);
}
