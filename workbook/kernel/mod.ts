/**
 * The kernel's table of TCP sockets as typed rows, and waiting until it shows
 * a state. Everything that is read from the kernel comes through here.
 *
 * @module
 */
export { formatEndpoint } from "../endpoint.ts";
export type { Endpoint } from "../endpoint.ts";
export type { TcpState } from "../tcp/state.ts";
export { type ByteOrder, machineByteOrder, parseLinux } from "./linux.ts";
export { keepTable } from "./keep_table.ts";
export { parseMacos } from "./macos.ts";
export { newRowsOnly } from "./new_rows_only.ts";
export type { SocketRow } from "./row.ts";
export { rowKey, rowsOf, selectRows } from "./select.ts";
export {
  type KernelView,
  kernelView,
  localKernel,
  readSocketTable,
  type SocketTableSource,
} from "./source.ts";
export { KernelUnavailable } from "./unavailable.ts";
export {
  TimeoutError,
  until,
  type UntilOptions,
  untilState,
  type UntilStateOptions,
} from "./until.ts";
export { parseWindows } from "./windows.ts";
