import { type Events, watchKernel } from "../../workbook/demo/kit.ts";
import { afterwards } from "./_exchange.ts";
import { cut, inMemory } from "./_memory.ts";
import { payload, pieces, sevenBytes, twoHeaders } from "./_stream.ts";
import { forgotten, table } from "./_table.ts";

/** Seven bytes in two orders, what a kernel makes of them, and how they travel. */
export async function* demo(): Events {
  const kernel = watchKernel();
  yield* sevenBytes();
  yield* inMemory();
  yield* forgotten(kernel);
  yield* table(kernel);
  yield* cut();
  yield* payload();
  yield* pieces();
  yield* afterwards(kernel);
  yield* twoHeaders(kernel);
}
