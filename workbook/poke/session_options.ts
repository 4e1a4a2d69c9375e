import type { SocketRow } from "../kernel/mod.ts";
import type { Lesson } from "../lesson.ts";
import type { AnyPlay } from "./play.ts";
import type { States } from "./states.ts";

/** Hears what happens in a play, in order. */
export interface Listener {
  /** Somebody did or saw something. */
  line(text: string): void;
  /** The kernel's rows, and a word beside each by `rowKey(row)`. */
  rows(rows: SocketRow[], labels: Record<string, string>): void;
}

/** What is played. */
export interface SessionOptions {
  lesson: Lesson;
  play: AnyPlay;
  /** Its place among the lesson's plays. */
  index: number;
  /** The submission, as a `file:` address. */
  submission: URL;
  /** The submission, as the learner would name it. */
  file: string;
  /** The command that plays the model answer. */
  solution: string;
  /** How the transcript calls the side that is played: "you". */
  who: string;
  states: States;
  listener: Listener;
  /** A call tracer and its options. */
  tracer?: string[];
  /** Called with what the tracer prints. */
  onTrace?(text: string): void;
}
