import type { Guide } from "../../workbook/guide.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = { questions: [], hints: {} };
