// Wrong: the rows are kept by their local port, so a later row takes the place of an earlier one. Caught by: "keeps rows that share a port"
import type { ByteOrder } from "../../../workbook/kernel/mod.ts";
import { parseSocketTable as parse } from "../../../solutions/05_state_transitions.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function parseSocketTable(
  text: string,
  host: ByteOrder,
): ReturnType<typeof parse> {
  const byPort = new Map(
    parse(text, host).map((row) => [row.local.port, row]),
  );
  return [...byPort.values()];
}
