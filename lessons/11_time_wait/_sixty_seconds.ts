import {
  ask,
  call,
  type Events,
  type Kernel,
  type Opened,
  recorded,
  say,
  step,
} from "../../workbook/demo/kit.ts";
import { connect, end } from "./_connection.ts";
import { timeWaitLeft } from "./_countdown.ts";

/** The countdown of a row, and what was recorded of longer stretches. */
export async function* sixtySeconds(kernel: Kernel, open: Opened): Events {
  yield step(3, "Sixty seconds, for two reasons");
  const made = await connect(kernel, open);
  await end(made.client, made.server);
  yield* made.rows("TIME_WAIT");
  yield ask("how-long");
  const left = await timeWaitLeft(made.clientPort, made.port);
  yield call(
    "cat /proc/net/tcp   // the timer of this row",
    left === undefined
      ? "cannot be read here; on Linux 60.0 s (recorded)"
      : `${left.toFixed(1)} s left`,
  );
  yield say(
    "It began at 60 seconds, a constant of Linux. The demo does not wait for its end.",
  );
  yield step(3, "What happens meanwhile (recorded)");
  yield* recorded([
    ["the row of TIME_WAIT, watched until it is gone", "61.7 s"],
    ["the same with tcp_fin_timeout = 5", "61.3 s"],
    ["its peer sends FIN again", "ACK; the timer jumps from 56 s to 60 s"],
    ["a SYN with a higher number arrives", "a new connection begins"],
    [
      "LAST_ACK whose peer is silent sends FIN after",
      "0, 0.2, 0.6, 1.5, 3.1, 6.6, 13.3, 26.6, 53.0 s; gone at 106.6 s",
    ],
  ]);
  yield say(
    "The last ACK is sent on entering TIME_WAIT. Leaving it sends nothing: only the timer rings.",
  );
}
