/**
 * Records the run of one check, if the page asks for it.
 *
 * @module
 */
import { session } from "../../../grading/kit/check_context.ts";
import type { Report } from "../../../grading/protocol.ts";
import { Wrong } from "../../../sandbox/fault.ts";
import type { Recorder } from "../timeline/no_record.ts";

/** Hears what the program reports of the check that is recorded. */
export type Hear = (report: Report) => void;

/**
 * Records each check from now on.
 *
 * @param send Gets the recording of each check, when it has ended.
 * @returns Must be told of every report.
 */
export async function recordChecks(
  send: (recording: unknown) => void,
): Promise<Hear> {
  const { startRecording } = await import("handshake/record");
  if (!startRecording) return () => {};
  let recorder: Recorder | undefined;
  session.onNetwork = (network) => recorder = startRecording(network);
  session.onFailure = (error) =>
    recorder?.fault(error instanceof Wrong ? sentence(error) : String(error));
  return (report) => {
    if (report.type === "note") recorder?.note(report.line.text);
    if (report.type !== "end" || !recorder) return;
    send(recorder.finish());
    recorder = undefined;
  };
}

function sentence({ fault }: Wrong): string {
  return fault.what ?? fault.lookAt ?? fault.cause;
}
