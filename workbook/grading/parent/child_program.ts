/** The program that runs the checks, relative to the workbook. */
export const CHILD = "workbook/grading/child/main.ts";
