/**
 * Records the run of one check, if the page asks for it.
 *
 * @module
 */
import { session } from "../../../grading/kit/check_context.ts";
import type { Report } from "../../../grading/protocol.ts";
import { Wrong } from "../../../sandbox/fault.ts";
import { faultOf } from "../../../sandbox/thrown_fault.ts";
import type { Recorder } from "../../timeline/record.ts";
import type { Piece } from "../../timeline/pieces.ts";
import type { Recording } from "../../timeline/recording.ts";

/** Hears what the program reports of the check that is recorded. */
export type Hear = (report: Report) => void;

/**
 * Records each check from now on.
 *
 * @param send Gets the recording of each check, when it has ended.
 * @param sendPiece Gets each event at once: for a check that is ended by force.
 * @returns Must be told of every report.
 */
export async function recordChecks(
  send: (recording: Recording) => void,
  sendPiece?: (piece: Piece) => void,
): Promise<Hear> {
  const { startRecording } = await import("../../timeline/record.ts");
  let recorder: Recorder | undefined;
  const options = { onPiece: sendPiece };
  session.onNetwork = (network) => {
    recorder = startRecording(network, options);
  };
  session.onFailure = (error) =>
    recorder?.fault(
      error instanceof Wrong ? error.fault : faultOf(error, "threw"),
    );
  return (report) => {
    if (report.type === "note") recorder?.note(report.line.text);
    if (report.type !== "end" || !recorder) return;
    // The verdict's own words: where to look is known by now.
    if (report.fault) recorder.fault(report.fault);
    send(recorder.finish());
    recorder = undefined;
  };
}
