// Wrong: FIN_WAIT_1 and FIN_WAIT_2 have each other's code. Caught by: "names every state by its code"
import { parseSocketTable as right } from "../../../solutions/05_state_transitions.ts";
import type { ByteOrder } from "../../../workbook/kernel/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function parseSocketTable(text: string, host: ByteOrder) {
  return right(text, host).map((row) => {
    if (row.state === "FIN_WAIT_1") return { ...row, state: "FIN_WAIT_2" };
    if (row.state === "FIN_WAIT_2") return { ...row, state: "FIN_WAIT_1" };
    return row;
  });
}
