// Wrong: columns are cut at fixed places, which hold for the first 10 000 rows only. Caught by: "reads columns set apart by any number of spaces"
import { parseSocketTable as right } from "../../../solutions/05_state_transitions.ts";
import type { ByteOrder } from "../../../workbook/kernel/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function parseSocketTable(text: string, host: ByteOrder) {
  return text.split("\n").slice(1).filter((line) => line.trim()).flatMap((
    line,
  ) =>
    right(
      `0: ${line.slice(6, 19)} ${line.slice(20, 33)} ${line.slice(34, 36)}`,
      host,
    )
  );
}
