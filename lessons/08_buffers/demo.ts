import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { connect } from "./_connection.ts";
import { copies } from "./_copies.ts";
import { drain, fill, limits } from "./_fill.ts";
import { lateFailure } from "./_late_failure.ts";
import { mixed } from "./_mixed.ts";
import { segmentSizes } from "./_segments.ts";
import { speed } from "./_speed.ts";
import { stall } from "./_stall.ts";
import { whoseQueue } from "./_whose_queue.ts";

/** What lies between two programs, and how its limit is felt. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  const made = () => connect(kernel, open);
  yield* copies(await made());
  yield* whoseQueue();
  const full = await made();
  const state = yield* fill(full);
  yield* limits(made);
  yield* drain(full, state);
  yield* speed(made);
  yield* segmentSizes(await made());
  yield* stall(made);
  yield* mixed(await made());
  yield* lateFailure(await made());
}
