import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { startChild } from "./_child.ts";
import {
  longestTimer,
  nextRead,
  oldBuffer,
  timerBesideWork,
} from "./_deadlines.ts";
import { heartbeat } from "./_heartbeat.ts";
import { systemKeepAlive } from "./_keep_alive.ts";
import { stopped, writes } from "./_stopped.ts";

/** A peer that is stopped, then killed; and what a program can do about silence. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  const child = await startChild(open);
  yield* stopped(kernel, child);
  yield* writes(kernel, child);
  yield* timerBesideWork(open);
  yield* oldBuffer(open);
  yield* nextRead(open);
  yield* systemKeepAlive(open);
  yield* heartbeat(child);
  yield* longestTimer();
}
