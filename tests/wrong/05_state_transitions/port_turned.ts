// Wrong: the port is turned round, too: the kernel has done that. Caught by: "reads a row that a little-endian machine printed"
import { parseSocketTable as right } from "../../../solutions/05_state_transitions.ts";
import type { ByteOrder } from "../../../workbook/kernel/mod.ts";
export * from "../../../solutions/05_state_transitions.ts";

export function parseSocketTable(text: string, host: ByteOrder) {
  const turned = (port: number) => (port & 255) << 8 | port >> 8;
  return right(text, host).map(({ local, remote, state }) => ({
    local: { ...local, port: turned(local.port) },
    remote: { ...remote, port: turned(remote.port) },
    state,
  }));
}
