/** Blank lines, comments, brackets. */
const SILENT = /^\s*(?:\/\/.*|\/?\*.*|[{}()[\];,]*)\s*$/;

/** Whether a line of a program says nothing by itself: it is blank, a comment, or brackets. */
export function isSilent(line: string): boolean {
  return SILENT.test(line);
}
