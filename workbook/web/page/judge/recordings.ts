/** Who gets the recordings of the Workers that are started now. */
let listener: ((recording: unknown) => void) | undefined;

/** Who gets the recording of a Worker that starts now; `undefined` if nobody asked. */
export function whoRecords(): typeof listener {
  return listener;
}

/**
 * Lets the Workers record that are started meanwhile.
 *
 * @param run Starts them.
 * @returns The last recording; `undefined` if there was none.
 */
export async function recorded(run: () => Promise<unknown>): Promise<unknown> {
  let last: unknown;
  listener = (recording) => last = recording;
  try {
    await run();
  } finally {
    listener = undefined;
  }
  return last;
}
