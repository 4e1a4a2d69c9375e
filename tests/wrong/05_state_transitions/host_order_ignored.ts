// Wrong: the address is turned round whatever machine printed it. Caught by: "reads a row that a big-endian machine printed"
import { parseSocketTable as right } from "../../../solutions/05_state_transitions.ts";
import type { ByteOrder } from "../../../workbook/kernel/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function parseSocketTable(text: string, host: ByteOrder) {
  return right(text, host && "little-endian");
}
