import type { Kernel, Opened } from "../../workbook/demo/kit.ts";

/** What each step of the demo is given. */
export interface Given {
  /** Shows the kernel's rows. */
  kernel: Kernel;
  /** Closes what a step opens. */
  open: Opened;
  /** A listener of its own, on a port that the kernel chooses. */
  listen(tcpBacklog: number): Deno.TcpListener;
}

/** `listener = Deno.listen(…)`, as it is shown. */
export const listenCall = (tcpBacklog: number, name = "listener") =>
  `${name} = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: ${tcpBacklog} })`;
