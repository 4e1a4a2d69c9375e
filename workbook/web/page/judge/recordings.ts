import type { Recording } from "../../timeline/recording.ts";

/** Who gets the recordings of the Workers that are started now. */
let listener: ((recording: Recording) => void) | undefined;

/** Who gets the recording of a Worker that starts now; `undefined` if nobody asked. */
export function whoRecords(): typeof listener {
  return listener;
}

/**
 * Lets the Workers record that are started meanwhile.
 *
 * @param run Starts them.
 * @returns What it gives, and the last recording, if there was one.
 */
export async function recorded<T>(
  run: () => Promise<T>,
): Promise<{ result: T; recording: Recording | undefined }> {
  let recording: Recording | undefined;
  listener = (given) => recording = given;
  try {
    const result = await run();
    return { result, recording };
  } finally {
    listener = undefined;
  }
}
