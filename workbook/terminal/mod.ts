/**
 * Everything the workbook prints: colours, tables, diagrams and Markdown as
 * text. Functions return text or lines; the caller prints them. Every sign has
 * a word beside it, so colour is never needed.
 *
 * @module
 */
export { bar } from "./bar.ts";
export { hex, hexAndText, quoted, visible } from "./bytes.ts";
export { type ByteFields, hexDump } from "./hex_dump.ts";
export {
  formatChecks,
  formatLessons,
  type ListedCheck,
  type ListedLesson,
  type Verdict,
  verdictWord,
} from "./listing.ts";
export { renderMarkdown } from "./markdown.ts";
export {
  formatQuestion,
  formatRightOption,
  type Question,
} from "./question.ts";
export {
  formatQueues,
  formatRing,
  type Queue,
  type RingEnd,
} from "./queues.ts";
export { type Exchange, sequenceDiagram } from "./sequence.ts";
export { formatRows, type KnownRow, type RowMemory } from "./socket_rows.ts";
export { stateDiagram, statePath } from "./state_diagram.ts";
export { codeSpans, type Span, wrap, type WrapOptions } from "./spans.ts";
export {
  createStyle,
  type Paint,
  type Signs,
  type Style,
  terminalStyle,
} from "./style.ts";
export { alignColumns, formatTable, spread, type Table } from "./table.ts";
export { type Align, pad, textWidth } from "./width.ts";
