/**
 * The battery: scenarios that run on the real kernel and on the model, and
 * must tell the same.
 *
 * @module
 */
import accepting from "./accepting.ts";
import addressing from "./addressing.ts";
import closing from "./closing.ts";
import lessons from "./lessons.ts";
import moving from "./moving.ts";
import opening from "./opening.ts";
import queueing from "./queueing.ts";
import resetting from "./resetting.ts";
import states from "./states.ts";
import stopping from "./stopping.ts";
import streaming from "./streaming.ts";
import unread from "./unread.ts";
import type { Scenario } from "./world.ts";

export type { Scenario, World } from "./world.ts";

/** All scenarios. */
export const SCENARIOS: readonly Scenario[] = [
  ...opening,
  ...addressing,
  ...queueing,
  ...accepting,
  ...moving,
  ...streaming,
  ...closing,
  ...stopping,
  ...unread,
  ...resetting,
  ...states,
  ...lessons,
];
