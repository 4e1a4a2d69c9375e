import type { SocketRow } from "../kernel/mod.ts";
import type { Ends } from "../sandbox/mark.ts";
import type { Traced, TracedSocket } from "./own_sockets.ts";
import type { SystemCall } from "./strace.ts";

/** What happened, in the order of time. Milliseconds since the first entry. */
export type Entry =
  | { type: "deno"; ms: number; id: number; call: string }
  | { type: "result"; ms: number; id: number; result: string }
  /** A system call, and the call of Deno that it belongs to, or what it belongs to instead. */
  | { type: "c"; ms: number; id?: number; inside?: Inside; text: string }
  /** What the peer and the submission did and saw. */
  | { type: "peer"; ms: number; text: string }
  | { type: "step"; ms: number; title: string }
  | {
    type: "rows";
    ms: number;
    rows: SocketRow[];
    labels: Record<string, string>;
  };

/** A socket that none of Deno's marked calls made: of UDP, or of another API. */
export type Inside = "datagrams" | "another API";

/** A call of Deno that has begun. */
interface Begun {
  id: number;
  call: string;
  ends?: Ends;
  socket?: TracedSocket;
  isOpen: boolean;
}

/** Which calls of Deno lead to a system call; the rest belongs to whoever made the socket. */
const LEADS: Record<string, RegExp> = {
  accept4: /\.accept\(/,
  accept: /\.accept\(/,
  recvfrom: /\.read\(/,
  recvmsg: /\.read\(/,
  sendto: /\.write\(/,
  sendmsg: /\.write\(/,
  shutdown: /\.closeWrite\(|\.close\(/,
  close: /\.close\(/,
  setsockopt: /\.set(?:NoDelay|KeepAlive)\(/,
};
const MAKES = /^Deno\.(?:listen|connect)\(/;

/** Finds the call of Deno that a system call belongs to. */
class Owners {
  readonly #begun: Begun[] = [];

  begin(id: number, call: string, ends?: Ends): void {
    this.#begun.push({ id, call, ends, isOpen: true });
  }

  end(id: number): void {
    const begun = this.#begun.find((each) => each.id === id);
    if (begun) begun.isOpen = false;
  }

  of({ name }: SystemCall, socket: TracedSocket): number | undefined {
    if (name === "socket") {
      const maker = this.#begun.find((each) =>
        each.isOpen && !each.socket && MAKES.test(each.call)
      );
      if (maker) maker.socket = socket;
      return maker?.id;
    }
    const leads = LEADS[name];
    const maker = this.#begun.find((each) => each.socket === socket);
    // A listen that fails closes its socket itself.
    if (maker?.isOpen) return maker.id;
    if (!leads) {
      if (maker) return maker.id;
      // An accepted connection is asked for its address by accept().
      const { listener } = socket;
      return listener && this.#latest(LEADS.accept, listener);
    }
    // An option that nobody asked for belongs to whoever made the socket.
    return this.#latest(leads, socket) ??
      (name === "setsockopt" ? maker?.id : undefined);
  }

  /** What a socket is whose calls belong to no call of Deno. */
  inside(socket: TracedSocket): Inside | undefined {
    if (socket.isDatagram) return "datagrams";
    const origin = socket.listener ?? socket;
    const isMarked = this.#begun.some((each) => each.socket === origin);
    return isMarked ? undefined : "another API";
  }

  /** The open call on this socket, or the last one: `close` may come later. */
  #latest(leads: RegExp, socket: TracedSocket): number | undefined {
    const matching = this.#begun.filter(({ call, ends }) =>
      leads.test(call) && ends && isOn(ends, socket)
    );
    return (matching.find(({ isOpen }) => isOpen) ?? matching.at(-1))?.id;
  }
}

function isOn(ends: Ends, { localPort, remotePort }: TracedSocket): boolean {
  return ends.remote === remotePort && ends.local === localPort;
}

/** An address as one writes it, for the structure that strace prints. */
function address(structure: string): string {
  const port = /port=htons\((\d+)\)/.exec(structure)?.[1];
  const [, ipv4] = /inet_addr\("([^"]+)"\)/.exec(structure) ?? [];
  if (ipv4 !== undefined) return `${ipv4}:${port}`;
  const [, ipv6] = /"([0-9a-fA-F:.]+)"/.exec(structure) ?? [];
  return ipv6 === undefined ? structure : `[${ipv6}]:${port}`;
}

/** Errors that are none: the runtime waits, and continues later. */
const MEANINGS: Record<string, string> = {
  EAGAIN: "nothing there yet",
  EINPROGRESS: "not finished yet",
};

/** Characters of transferred data that are shown. */
const DATA = 24;

/** A system call as it is shown: addresses written out, long data cut. */
function formatCall({ name, args, result }: SystemCall): string {
  const short = args
    .replace(/\{sa_family=[^}]*\}/g, address)
    .replace(
      /"((?:\\.|[^"\\])*)"(\.\.\.)?/g,
      (all, data: string) =>
        data.length <= DATA
          ? all
          : `"${data.slice(0, DATA).replace(/\\[^\\]{0,3}$/, "")}"...`,
    );
  const value = result.replace(/ \(.*\)$/, "");
  const meaning = MEANINGS[value.replace(/^-1 /, "")];
  return `${name}(${short}) = ${value}${meaning ? ` (${meaning})` : ""}`;
}

/**
 * Merges what was traced with what the other side did and the kernel showed.
 *
 * @param traced Calls and marks, in order.
 * @param seen Entries of the other side, with milliseconds since 1970.
 * @returns All entries in the order of time, the first at 0.
 */
export function timeline(
  traced: readonly Traced[],
  seen: readonly Entry[] = [],
): Entry[] {
  const owners = new Owners();
  const entries: Entry[] = traced.map((each): Entry => {
    const { ms } = each;
    if ("call" in each) {
      const { call, socket } = each;
      const id = owners.of(call, socket);
      const inside = id === undefined ? owners.inside(socket) : undefined;
      return { type: "c", ms, id, inside, text: formatCall(call) };
    }
    const { mark } = each;
    switch (mark.type) {
      case "begin":
        owners.begin(mark.id, mark.call, mark.ends);
        return { type: "deno", ms, id: mark.id, call: mark.call };
      case "end":
        owners.end(mark.id);
        return { type: "result", ms, id: mark.id, result: mark.result };
      default:
        return { ...mark, ms };
    }
  });
  const all = [...entries, ...seen]
    .filter((entry) => entry.type !== "result" || entry.result !== "")
    .sort((a, b) => a.ms - b.ms);
  const began = all[0]?.ms ?? 0;
  return all.map((entry) => ({
    ...entry,
    ms: Math.round((entry.ms - began) * 1000) / 1000,
  }));
}
