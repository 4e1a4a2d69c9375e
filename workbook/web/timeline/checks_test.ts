import { assert, assertEquals, assertRejects } from "@std/assert";
import { startServer } from "../../../solutions/03_server_flow.ts";
import { runCheck } from "../../grading/child/run_check.ts";
import { afterCheck, session } from "../../grading/kit/check_context.ts";
import { watchSockets } from "../../grading/kit/open_sockets.ts";
import { Peer } from "../../grading/kit/peer.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { type Recorder, startRecording } from "./record.ts";
import { stateAt } from "./state_at.ts";
import { openingStep, stepsOf } from "./steps.ts";

watchSockets();

/** Records the check that runs next, as whoever judges does. */
function recordNext(): () => Recorder {
  let recorder: Recorder | undefined;
  session.onNetwork = (network) => recorder = startRecording(network);
  session.onNote = ({ text }) => recorder?.note(text);
  session.onFailure = (error) => recorder?.fault((error as Wrong).fault);
  return () => recorder!;
}

Deno.test("a check that fails is recorded with its transcript, and opens at its fault before anything is closed", async () => {
  const recorder = recordNext();
  const run = async () => {
    const server = startServer();
    afterCheck(() => server.stop());
    const peer = await Peer.connect(server.addr);
    await peer.send("hello");
    throw new Wrong({ cause: "no-reply", what: "nothing came" });
  };
  await assertRejects(() => runCheck(run, { profile: "kind" }), Wrong);
  // The verdict knows more of it.
  recorder().fault({
    cause: "no-reply",
    what: "nothing came",
    expected: new Uint8Array([0x4f, 0x4b]),
    lookAt: "the write",
  });
  const recording = recorder().finish();
  const { events, lanes } = recording;
  const texts = events.flatMap((event) => "text" in event ? [event.text] : []);
  assertEquals(texts.at(-1), 'nothing came; expected "OK"   4f 4b');
  assertEquals(
    events.flatMap((event) => event.kind === "fault" ? event.rows : []),
    [
      ["what", "nothing came"],
      ["expected", '"OK"   4f 4b'],
      ["look at", "the write"],
    ],
  );
  assertEquals(texts.some((text) => text.includes("hello")), true);
  assertEquals(lanes.map(({ name }) => name), ["your program", "client 1"]);
  const steps = stepsOf(recording);
  const { end } = steps[openingStep(recording, steps)];
  assert(end < events.length);
  const states = stateAt(recording)(end).ends.map(({ state }) => state);
  assertEquals(states, ["LISTEN", "ESTABLISHED", "ESTABLISHED"]);
});

Deno.test("a check that is right has no fault in its recording", async () => {
  const recorder = recordNext();
  const run = async () => {
    const server = startServer();
    (await Peer.connect(server.addr)).close();
    await server.stop();
  };
  await runCheck(run, { profile: "kind" });
  const { events } = recorder().finish();
  assert(events.length > 20);
  assertEquals(events.some(({ kind }) => kind === "fault"), false);
});
