/**
 * Stands for `workbook/web/timeline/view.ts` where that is not there: then no
 * recording is drawn.
 *
 * @module
 */

/** A recording that is drawn. */
export interface Timeline {
  show(at: number): void;
  destroy(): void;
}

/** Draws a recording. */
export const mountTimeline:
  | undefined
  | ((
    element: HTMLElement,
    recording: unknown,
    options: { source: string; onLine(line: number): void },
  ) => Timeline) = undefined;
