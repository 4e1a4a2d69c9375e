/**
 * A grader of lesson 3 with faults of its own: what it throws must never be
 * called a fault of the submission. The last two checks have none.
 *
 * @module
 */
import type * as Solution from "../../solutions/03_server_flow.ts";
import { load, random, settle, settles } from "../../workbook/grading/mod.ts";

const { submission, check } = await load<typeof Solution>(
  "03_server_flow",
  () => import("../../lessons/03_server_flow/exercise.ts"),
  () =>
    import("../../lessons/03_server_flow/exercise.ts", {
      with: { type: "text" },
    }),
  { needs: ["startServer"] },
);
/** A port where nobody listens. */
const NOBODY = { hostname: "127.0.0.1", port: 1 };

/** Made while this is loaded. */
const MADE = random.word();

check("throws", () => {
  const [nothing] = [] as Solution.Server[];
  nothing.stop();
});

check("rejects", async () => {
  await Deno.connect(NOBODY);
});

check("fails after a call", async () => {
  await submission.startServer().stop();
  throw new RangeError("after a call");
});

check("fails in the background", async () => {
  Promise.reject(new Error("nobody awaits this"));
  await settle();
});

check("tells what it made", () => {
  throw new Error(MADE);
});

check("calls startServer", async () => {
  await submission.startServer();
});

check("calls stop", async () => {
  const server = submission.startServer();
  await settles(server.stop(), "stop()");
});
