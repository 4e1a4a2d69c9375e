import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { connect, connectResettable } from "./_connection.ts";
import { fin, writeAfterClose } from "./_fin.ts";
import { leak } from "./_leak.ts";
import { ownClose } from "./_local.ts";
import { lastDescriptor, linger } from "./_recorded.ts";
import { closedListener, polite, resetWithData } from "./_reset.ts";
import { sideBySide } from "./_side_by_side.ts";

/** The endings of a connection, and what each call says of them. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  const made = () => connect(kernel, open);
  yield* sideBySide(kernel, open);
  yield* fin(await made());
  yield* ownClose(await made());
  yield* resetWithData(await connectResettable(kernel, open));
  yield* closedListener(kernel, open);
  yield* writeAfterClose(await made());
  yield* lastDescriptor();
  yield* leak(kernel, open);
  yield* polite(await made(), await made());
  yield* linger();
}
