/**
 * A grader of lesson 3 with faults of its own: what it throws must never be
 * called a fault of the submission. The last two checks have none.
 *
 * @module
 */
import type * as Solution from "../../solutions/03_server_flow.ts";
import { load, settle, settles } from "../../workbook/grading/mod.ts";

const { submission, sockets } = await load<typeof Solution>(
  "03_server_flow",
  () => import("../../lessons/03_server_flow/exercise.ts"),
  () =>
    import("../../lessons/03_server_flow/exercise.ts", {
      with: { type: "text" },
    }),
);
const options = sockets("startServer");

/** A port where nobody listens. */
const NOBODY = { hostname: "127.0.0.1", port: 1 };

Deno.test("throws", options, () => {
  const [nothing] = [] as Solution.Server[];
  nothing.stop();
});

Deno.test("rejects", options, async () => {
  await Deno.connect(NOBODY);
});

Deno.test("fails after a call", options, async () => {
  await submission.startServer().stop();
  throw new RangeError("after a call");
});

Deno.test("fails in the background", options, async () => {
  Promise.reject(new Error("nobody awaits this"));
  await settle();
});

Deno.test("calls startServer", options, async () => {
  await submission.startServer();
});

Deno.test("calls stop", options, async () => {
  const server = submission.startServer();
  await settles(server.stop(), "stop()");
});
