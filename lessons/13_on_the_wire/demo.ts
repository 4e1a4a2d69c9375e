import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { packet, segment } from "./_headers.ts";
import { layers, sixtyBytes } from "./_layers.ts";
import { live } from "./_live.ts";
import { numbers, sums } from "./_numbers.ts";
import { overConnection, simultaneous, traces } from "./_traces.ts";

/** What travels: layers, headers, numbers, sums, and what traces tell. */
export async function* demo(): Events {
  using open = new Opened();
  yield* sixtyBytes();
  yield* layers();
  yield* packet();
  yield* segment();
  yield* live(open);
  yield* numbers();
  yield* sums();
  yield* traces();
  yield* overConnection(watchKernel(), open);
  yield* simultaneous();
}
