import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { connect } from "./_connection.ts";
import { closing, halfClosing, readableTrap } from "./_ends.ts";
import { hang } from "./_hang.ts";
import { relaying } from "./_relay.ts";
import { halfOpen, recordedShutRd } from "./_recorded.ts";
import { shutdownOnce } from "./_shutdown.ts";
import { cut } from "./_unread.ts";

/** How one direction ends and the other continues, and what ends both. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  const made = () => connect(kernel, open);
  yield* halfClosing(await made());
  yield* closing(await made());
  yield* readableTrap(await made());
  yield* shutdownOnce(await made());
  yield* recordedShutRd();
  yield* hang(await made());
  yield* relaying(await made(), await made(), kernel);
  yield* cut(await made(), false);
  yield* cut(await made(), true);
  yield* halfOpen();
}
