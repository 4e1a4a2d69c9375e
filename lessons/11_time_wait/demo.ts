import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { clientPort } from "./_client_port.ts";
import { nobodysRow, whoEndsFirst } from "./_who_waits.ts";
import { polite } from "./_polite.ts";
import { restarts } from "./_restarts.ts";
import { sixtySeconds } from "./_sixty_seconds.ts";
import { twoListeners } from "./_two_listeners.ts";
import { waitForPort } from "./_wait_for_port.ts";

/** Which side waits after a connection, how long, and what that does to a port. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  yield* nobodysRow(kernel, open);
  yield* whoEndsFirst(kernel, open);
  yield* sixtySeconds(kernel, open);
  yield* restarts(kernel, open);
  yield* twoListeners(kernel, open);
  yield* polite(kernel, open);
  yield* waitForPort(open);
  yield* clientPort(kernel, open);
}
