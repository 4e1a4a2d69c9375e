/**
 * Handshake, a workbook on TCP sockets: its catalogue of lessons, their live
 * demonstrations as events, the grader, the TCP state machine, and the
 * kernel's socket table as typed rows.
 *
 * ```ts ignore
 * import { gradeAnswer, LESSONS } from "@handshake/workbook";
 *
 * const lesson = LESSONS[2];
 * const verdict = await gradeAnswer(lesson, new URL("file:///tmp/answer.ts"));
 * console.log(verdict.status);
 * ```
 *
 * @module
 */
export {
  filesOf,
  fileUrl,
  type Lesson,
  type LessonFiles,
  LESSONS,
  loadDemo,
  loadGuide,
} from "./workbook/catalogue.ts";
export type {
  AskEvent,
  BytesEvent,
  CallEvent,
  Demo,
  DemoEvent,
  RowsEvent,
  SayEvent,
  Segment,
  SegmentsEvent,
  StepEvent,
  UnavailableEvent,
} from "./workbook/demo.ts";
export { type Endpoint, formatEndpoint } from "./workbook/endpoint.ts";
export { gradeAnswer, type GradeOptions } from "./workbook/grade_answer.ts";
export {
  type Cause,
  type Fault,
  tellFault,
  type TranscriptLine,
} from "./workbook/grading/fault.ts";
export { formatJUnit } from "./workbook/grading/junit.ts";
export type { Ignored } from "./workbook/grading/check_options.ts";
export type { ProfileName } from "./workbook/network/mod.ts";
export type { CheckResult, Verdict } from "./workbook/grading/verdict.ts";
export type { Guide, Hint, Question } from "./workbook/guide.ts";
export {
  KernelUnavailable,
  type KernelView,
  kernelView,
  readSocketTable,
  rowKey,
  rowsOf,
  type SocketRow,
  type SocketTableSource,
  until,
  type UntilOptions,
  untilState,
  type UntilStateOptions,
} from "./workbook/kernel/mod.ts";
export { createDemoRenderer, createStyle } from "./workbook/terminal/mod.ts";
export type {
  DemoRenderer,
  DemoRendererOptions,
  Paint,
  Question as RenderedQuestion,
  Signs,
  Style,
} from "./workbook/terminal/mod.ts";
export {
  TCP_ARRIVALS,
  TCP_CALLS,
  TCP_STATES,
  TCP_TIMEOUTS,
  type TcpEvent,
  type TcpState,
  type Transition,
  transition,
  transitions,
} from "./workbook/tcp/mod.ts";
