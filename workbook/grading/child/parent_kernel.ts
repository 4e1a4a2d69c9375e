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
  return {
    async rows(ports): Promise<SocketRow[]> {
      const id = questions++;
      const answered = new Promise<Reply>((resolve) => asked.set(id, resolve));
      await report({ type: "rows?", id, ports });
      const reply = await answered;
      asked.delete(id);
      if (reply.type === "rows") return reply.rows;
      throw new KernelUnavailable(reply.reason);
    },
  };
}
