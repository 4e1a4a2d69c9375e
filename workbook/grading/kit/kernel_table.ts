/**
 * The kernel's table, as a check sees it.
 *
 * @module
 */
import {
  keepTable,
  localKernel,
  type SocketTableSource,
} from "../../kernel/mod.ts";
import { session } from "./check_context.ts";

/** The kernel's table, or the model network's: whichever the check runs on. */
export const kernelTable: SocketTableSource = {
  rows: (ports) => (session.kernel ?? localKernel).rows(ports),
  kept: () => keepTable(session.kernel ?? localKernel),
};
