/**
 * Stands for `workbook/web/timeline/record.ts` where that is not there: then
 * no run is recorded.
 *
 * @module
 */
import type { Network } from "../../../network/mod.ts";

/** Records until it is finished. */
export interface Recorder {
  note(text: string): void;
  fault(text: string): void;
  /** Ends the recording: plain data. */
  finish(): unknown;
}

/** Records what happens on a network from now on. */
export const startRecording: undefined | ((network: Network) => Recorder) =
  undefined;
