import type { Guide } from "../../workbook/guide.ts";
export const guide: Guide = { questions: [], hints: {} };
