/**
 * The kernel's table, asked of the parent: this process may not read it.
 *
 * @module
 */
import {
  KernelUnavailable,
  type SocketRow,
  type SocketTableSource,
} from "../../kernel/mod.ts";
import { PARENT_GONE } from "../../sandbox/messages.ts";
import type { Parent } from "../../sandbox/parent.ts";
import type { Reply, Report } from "../protocol.ts";

const { exit } = Deno;

/**
 * The table as the parent sees it. From the call on, the process ends when the
 * parent is gone.
 *
 * @param parent The parent.
 */
export function parentKernel(
  { report, orders }: Parent<Report, Reply>,
): SocketTableSource {
  const asked = new Map<number, (reply: Reply) => void>();
  let questions = 0;
  const listen = async () => {
    for await (const reply of orders()) asked.get(reply.id)?.(reply);
    exit(PARENT_GONE);
  };
  listen();
  /** Asks for the table, and waits for the answer. */
  const ask = async (
    question: { type: "keep" } | {
      type: "rows?";
      ports?: readonly number[];
      kept?: number;
    },
  ): Promise<Reply> => {
    const id = questions++;
    const answered = new Promise<Reply>((resolve) => asked.set(id, resolve));
    await report({ ...question, id });
    const reply = await answered;
    asked.delete(id);
    if (reply.type === "no rows") throw new KernelUnavailable(reply.reason);
    return reply;
  };
  /** The table with that number; without one, the table now. */
  const table = (kept?: number): SocketTableSource => ({
    async rows(ports): Promise<SocketRow[]> {
      const reply = await ask({ type: "rows?", ports, kept });
      return reply.type === "rows" ? reply.rows : [];
    },
  });
  return {
    ...table(),
    kept: async () => table((await ask({ type: "keep" })).id),
  };
}
