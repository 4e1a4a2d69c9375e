/**
 * Handshake, a workbook on TCP sockets: its catalogue of lessons, their live
 * demonstrations as events, the grader, the TCP state machine, and the
 * kernel's socket table as typed rows.
 *
 * ```ts ignore
 * import { gradeSubmission, LESSONS } from "@handshake/workbook";
 *
 * const lesson = LESSONS[2];
 * const verdict = await gradeSubmission(lesson, new URL("file:///tmp/submission.ts"));
 * console.log(verdict.status);
 * ```
 *
 * @module
 */
export { LESSONS } from "./workbook/catalogue.ts";
export type {
  Lesson,
  LessonFiles,
  LessonRow,
  WorkbookFile,
} from "./workbook/lesson.ts";
export type {
  Hole,
  Part,
  PartKey,
  Scaffold,
  ScaffoldLine,
} from "./workbook/scaffold.ts";
export { fileUrl } from "./workbook/paths.ts";
export type {
  AskEvent,
  BytesEvent,
  CallEvent,
  Demo,
  DemoEvent,
  Events,
  QueuesEvent,
  RecordedEvent,
  RingEvent,
  RowsEvent,
  SayEvent,
  SegmentsEvent,
  StateEvent,
  StepEvent,
  UnavailableEvent,
} from "./workbook/demo/events.ts";
export {
  createDemoRenderer,
  type DemoRenderer,
  type DemoRendererOptions,
} from "./workbook/demo/renderer.ts";
export { type Endpoint, formatEndpoint } from "./workbook/endpoint.ts";
export {
  type GradeOptions,
  gradeSubmission,
} from "./workbook/grade_submission.ts";
export {
  type Cause,
  type Fault,
  tellFault,
  type TranscriptLine,
} from "./workbook/sandbox/fault.ts";
export { formatJUnit } from "./workbook/grading/parent/junit.ts";
export type { Ignored } from "./workbook/grading/child/check_options.ts";
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
export { createStyle } from "./workbook/terminal/mod.ts";
export type {
  Exchange,
  Paint,
  Question as RenderedQuestion,
  Queue,
  RingEnd,
  Signs,
  Style,
} from "./workbook/terminal/mod.ts";
export type { Segment, Side } from "./workbook/tcp/mod.ts";
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
