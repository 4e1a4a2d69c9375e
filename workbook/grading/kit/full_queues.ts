/**
 * A submission that waits until the kernel takes no more of what it writes: how
 * long it waits then is its own affair, and takes no time here.
 *
 * @module
 */
import { type Meter, meter } from "./metered_conn.ts";
import { allowSkipping, elapse } from "./pass_time.ts";
import { lookAtConnects } from "./stand_ins.ts";
import { settle } from "./waiting.ts";
import { real } from "./wire.ts";

/** So often in turn nothing is taken when the queues are full. */
const STILL = 3;

/**
 * Lets a check skip the time that a submission waits for at full queues, also on
 * real sockets. To be called before the submission is.
 *
 * @returns Waits until the kernel takes no more of what the submission writes on
 * the connections that it asked for, then lets so much time pass. Of sockets of
 * `node:` nothing is seen: nothing is skipped then.
 */
export function skipFullQueues(): (ms: number) => Promise<void> {
  allowSkipping();
  const meters: Meter[] = [];
  lookAtConnects(async (to) => {
    const conn = await real.connect(to);
    meters.push(meter(conn));
    return conn;
  });
  const taken = () => meters.reduce((sum, one) => sum + one.taken, 0);
  return async (ms) => {
    let last = -1;
    for (let still = 0; still < STILL;) {
      await settle();
      still = taken() === last ? still + 1 : 0;
      last = taken();
    }
    if (meters.length > 0) await elapse(ms);
  };
}
