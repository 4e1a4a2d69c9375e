import { type Fault, faultRows } from "../../sandbox/fault.ts";
import type { FaultEvent } from "./recording.ts";

/** So many characters of a text are recorded. */
export const TEXT_LENGTH = 500;

/** A fault in a line, and in the rows of a verdict. */
export function faultInWords(fault: Fault): Pick<FaultEvent, "text" | "rows"> {
  const rows = faultRows(fault).map(([label, text]): [string, string] => [
    label,
    text.slice(0, TEXT_LENGTH),
  ]);
  const told = new Map(rows);
  const has = (label: string, before = "") =>
    told.has(label) ? [before + told.get(label)] : [];
  const parts = [
    ...has("what"),
    ...has("expected", "expected "),
    ...has("came", "came "),
  ];
  const [text = fault.cause] = parts.length > 0
    ? [parts.join("; ")]
    : has("look at");
  return { text: text.slice(0, TEXT_LENGTH), rows };
}
