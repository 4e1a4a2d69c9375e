// Wrong: the column st is read as a decimal number: 0A is 0. Caught by: "names every state by its code"
import { parseSocketTable as right } from "../../../solutions/05_state_transitions.ts";
import type { ByteOrder } from "../../../workbook/kernel/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function parseSocketTable(text: string, host: ByteOrder) {
  const codes = right(text, host);
  return codes.map((row) => ({
    ...row,
    state: row.state === "LISTEN" || row.state === "CLOSING"
      ? undefined
      : row.state,
  }));
}
