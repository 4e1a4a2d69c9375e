/**
 * The one place where the page meets the recording of a run and its picture.
 * Without them nothing is shown.
 *
 * @module
 */

/** Shows a recorded run, if there is one. */
export async function showRecording(
  element: HTMLElement,
  recording: unknown,
): Promise<void> {
  element.hidden = recording === undefined;
  await Promise.resolve();
}
