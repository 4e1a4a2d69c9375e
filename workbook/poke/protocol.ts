/**
 * What the two processes of a play say to each other: the parent, which the
 * learner started, and the child, which runs the submission.
 *
 * @module
 */
import type { Endpoint } from "../endpoint.ts";

/** What the child is to do. */
export interface Job {
  /** `03_server_flow`. */
  stem: string;
  /** The submission, as a `file:` address. */
  submission: string;
  /** Which of the lesson's plays. */
  play: number;
  /** Where the learner's server listens, for a submission that is a client. */
  server: Endpoint;
  /** Whether calls of sockets are marked on standard output, for a call tracer. */
  marks: boolean;
}

/** What the child says. */
export type Report =
  | { type: "called" }
  | { type: "listens"; port: number }
  | { type: "stopped" }
  /** It is not blocked: see the order of this name. */
  | { type: "answer" }
  | { type: "shows"; text: string }
  | { type: "returned"; text: string }
  | { type: "threw"; text: string; at?: string }
  | { type: "crashed"; text: string; at?: string }
  /** It did what a submission may not do. */
  | { type: "not allowed"; what: string; at?: string }
  | { type: "not written"; name: string }
  | { type: "not exported"; name: string }
  | { type: "not loadable"; what: string; at?: string };

/** What the parent says: call it once more, stop the server, or answer at once. */
export interface Order {
  type: "again" | "stop" | "answer";
}

/**
 * What a report is in the transcript.
 *
 * @param report The report.
 * @param call The call, as it is shown.
 * @returns `undefined` if it is no line of the transcript.
 */
export function transcriptLine(
  report: Report,
  call: string,
): string | undefined {
  switch (report.type) {
    case "called":
      return `the submission is called: ${call}`;
    case "shows":
      return `the submission ${report.text}`;
    case "returned":
      return `the call returns ${report.text}`;
    case "threw":
      return `the call throws ${report.text}${
        report.at ? `, at ${report.at}` : ""
      }`;
    case "stopped":
      return "stop() has resolved";
  }
}
