// Wrong: the address is read as it is printed: 1.0.0.127. Caught by: "reads a row that a little-endian machine printed"
import { parseSocketTable as right } from "../../../solutions/05_state_transitions.ts";
import type { ByteOrder } from "../../../workbook/kernel/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function parseSocketTable(text: string, host: ByteOrder) {
  return right(text, host && "big-endian");
}
