/**
 * Everything the workbook prints: colours, tables, sequence diagrams, Markdown
 * and demonstrations as text. Functions return text or lines; printing them is
 * the caller's. Every sign stands beside a word, so colour is never needed.
 *
 * @module
 */
export { bar } from "./bar.ts";
export { hex, hexAndText, quoted, visible } from "./bytes.ts";
export {
  createDemoRenderer,
  type DemoRenderer,
  type DemoRendererOptions,
} from "../demo/renderer.ts";
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
export { sequenceDiagram } from "./sequence.ts";
export { formatRows, type KnownRow, type RowMemory } from "./socket_rows.ts";
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
