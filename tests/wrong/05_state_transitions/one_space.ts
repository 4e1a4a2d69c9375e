// Wrong: columns are split at a single space. Caught by: "reads columns set apart by any number of spaces"
import { parseSocketTable as right } from "../../../solutions/05_state_transitions.ts";
import type { ByteOrder } from "../../../workbook/kernel/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function parseSocketTable(text: string, host: ByteOrder) {
  return text.trim().split("\n").slice(1).filter((line) => line.trim())
    .flatMap((line) => {
      const [, local, remote, code] = line.trim().split(" ");
      return right(`0: ${local} ${remote} ${code}`, host);
    });
}
