import type { Scaffold } from "./scaffold.ts";

/** Blank lines, comments, brackets. */
const SILENT = /^\s*(?:\/\/.*|\/?\*.*|[{}()[\];,]*)\s*$/;

/** A line of an exercise that is given. */
export interface GivenLine {
  /** Its line in the exercise as it was given, from 1. */
  line: number;
  text: string;
}

/** Whether a line of a program says nothing by itself: it is blank, a comment, or brackets. */
export function isSilent(line: string): boolean {
  return SILENT.test(line);
}

/** The given lines of an exercise that a submission must keep. */
export function givenLines({ lines }: Scaffold): GivenLine[] {
  return lines.flatMap(({ text, part }, i) =>
    // `todo` is needed no more when the last hole is filled.
    part !== undefined || isSilent(text) || text.startsWith("import { todo }")
      ? []
      : [{ line: i + 1, text }]
  );
}
