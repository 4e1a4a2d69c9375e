import { type Mark, markIn } from "../sandbox/mark.ts";
import type { SystemCall } from "./strace.ts";

/** A socket of the traced program. */
export interface TracedSocket {
  /** Its own port, once it is known. */
  localPort?: number;
  /** Its peer's port. */
  remotePort?: number;
  /** The listener that it was accepted from. */
  listener?: TracedSocket;
  /** It is one of UDP. */
  isDatagram?: boolean;
  /** It belongs to the workbook, not to the program. */
  isHidden: boolean;
}

/** A system call on a socket of the program, or a mark between two of them. */
export type Traced =
  | { ms: number; mark: Mark }
  | { ms: number; call: SystemCall; socket: TracedSocket };

/** Family and kind of a socket of the Internet. */
const INTERNET = /^AF_INET6?, SOCK_(?:STREAM|DGRAM)/;
const PORT = /sin6?_port=htons\((\d+)\)/;

const portIn = (args: string): number | undefined => {
  const match = PORT.exec(args);
  return match ? Number(match[1]) : undefined;
};

/**
 * Leaves out what is none of the program's: other threads and processes, files,
 * the runtime's own sockets, and the connection to the workbook.
 *
 * @param calls Everything that was traced.
 * @param hiddenPort Port of the connection to the workbook.
 * @returns Calls on the program's sockets and the marks, in order.
 */
export function ownSockets(
  calls: readonly SystemCall[],
  hiddenPort?: number,
): Traced[] {
  const marked = calls.find(({ name, args }) =>
    name === "write" && markIn(args) !== undefined
  );
  // The thread that runs the program is the one that leaves the marks.
  const main = calls.filter(({ pid }) =>
    pid === undefined || pid === marked?.pid
  );
  const sockets = new Map<number, TracedSocket>();
  const traced: Traced[] = [];
  for (const call of main) {
    const { ms, name, args, result } = call;
    if (name === "write" && args.startsWith("1, ")) {
      const mark = markIn(args);
      if (mark) traced.push({ ms, mark });
      continue;
    }
    if (name === "socket") {
      if (!INTERNET.test(args)) continue;
      const socket: TracedSocket = {
        isDatagram: args.includes("SOCK_DGRAM"),
        isHidden: false,
      };
      sockets.set(Number.parseInt(result), socket);
      traced.push({ ms, call, socket });
      continue;
    }
    const fd = Number.parseInt(args);
    const socket = sockets.get(fd);
    if (!socket) continue;
    traced.push({ ms, call, socket });
    switch (name) {
      case "connect":
        socket.remotePort = portIn(args);
        if (socket.remotePort === hiddenPort) socket.isHidden = true;
        break;
      case "getsockname":
        socket.localPort = portIn(args);
        break;
      case "accept4":
      case "accept":
        if (Number.parseInt(result) >= 0) {
          sockets.set(Number.parseInt(result), {
            localPort: socket.localPort,
            remotePort: portIn(args),
            listener: socket,
            isHidden: false,
          });
        }
        break;
      case "close":
        sockets.delete(fd);
        break;
    }
  }
  return traced.filter((each) => "mark" in each || !each.socket.isHidden);
}
