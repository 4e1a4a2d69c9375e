/**
 * Segments that arrive at a host, and its sockets, as rows of a table.
 *
 * @module
 */
import { type Endpoint, formatEndpoint } from "../../endpoint.ts";
import { TCP_STATES, type TcpState } from "../../tcp/mod.ts";
import { pattern } from "../../pattern.ts";
import { note } from "./check_context.ts";
import { endpointsIn } from "./ends.ts";
import { either } from "./expectations.ts";
import { show } from "./expect.ts";
import type { ValuesOptions } from "./values.ts";

/** A socket of the host. */
interface SocketEntry {
  local: Endpoint;
  remote: Endpoint;
  state: TcpState;
}

/** A segment that arrives. */
interface Arrival {
  from: Endpoint;
  to: Endpoint;
  flags: string;
}

/** How rows of arrivals are read. */
type ArrivalRows = ValuesOptions<[Arrival, SocketEntry[]], unknown>;

/** What happens to a segment that no socket gets. */
const NOBODY: unknown[] = ["RST", "drop"];

/** `LISTEN 10.0.0.1:80 | ESTABLISHED 10.0.0.1:80 10.0.0.9:5000/5001` are three entries. */
function entriesIn(text: string): SocketEntry[] {
  const each = text.trim().split(pattern(/\s*[|\n]\s*/)).filter(Boolean);
  return each.flatMap((socket) => {
    const [state, local, remote = "0.0.0.0:0"] = socket.split(" ");
    if (!TCP_STATES.includes(state as TcpState)) {
      throw new RangeError(`"${socket}" has no state; write LISTEN 0.0.0.0:80`);
    }
    return endpointsIn(remote).map((remote) => ({
      local: endpointsIn(local)[0],
      remote,
      state: state as TcpState,
    }));
  });
}

/** An entry as rows and messages name it. */
const named = ({ state, local, remote }: SocketEntry) =>
  [state, local, ...state === "LISTEN" ? [] : [remote]]
    .map((one) => typeof one === "string" ? one : formatEndpoint(one))
    .join(" ");

/** `SYN/ACK 10.0.0.9:5000/5001 > 10.0.0.1:80` are four segments: one with each of these flags from each of these ports. */
function segmentsIn(text: string): Arrival[] {
  const [, all, froms, to] = text.match(pattern(/^(\S+) (\S+) > (\S+)$/)) ?? [];
  if (!to) {
    throw new RangeError(
      `"${text}" is no segment; write SYN 10.0.0.9:5000 > 10.0.0.1:80`,
    );
  }
  return all.split("/").flatMap((flags) =>
    endpointsIn(froms).map((from) => ({ flags, from, to: endpointsIn(to)[0] }))
  );
}

/**
 * Options of `values()` for `demultiplex()`. A row
 * is `SYN/ACK 10.0.0.9:5000 > 10.0.0.1:80`, and what happens to it: `RST`,
 * `drop`, one of the sockets, `its connection` (the one with these two ends), or
 * `no socket`. Each segment is asked about with the sockets in their order, and
 * in the other one.
 *
 * @param table The sockets: `LISTEN 0.0.0.0:80 | ESTABLISHED 10.0.0.1:80
 * 10.0.0.9:5000/5001`, or each in a line.
 * @param find The function of the submission.
 */
export function arrivals(
  table: string,
  find: (segment: Arrival, sockets: SocketEntry[]) => unknown,
): ArrivalRows & Required<Pick<ArrivalRows, "call" | "did">> {
  const sockets = entriesIn(table);
  const names = sockets.map(named);
  const isText = (came: unknown) =>
    typeof came === "string" && !NOBODY.includes(came);
  return {
    did: ({ flags, from, to }) =>
      `demultiplex() of ${flags} from ${formatEndpoint(from)} to ${
        formatEndpoint(to)
      }`,
    call: (segment, own) => {
      const came = find(segment, own);
      if (isText(came)) return `the text ${show(came)}`;
      const found = own.find((one) => one === came);
      return found ? `socket ${named(found)}` : came;
    },
    show: (came) => isText(came) ? String(came) : show(came),
    inputs: {
      "…": (text) =>
        segmentsIn(text).flatMap((segment): Array<[Arrival, SocketEntry[]]> => [
          [segment, sockets],
          [segment, sockets.toReversed()],
        ]),
    },
    outcomes: {
      // Which of the two is a matter of a later part.
      "no socket": () => either(...NOBODY),
      "its connection": ([{ from, to }]) => {
        const ends = `${formatEndpoint(to)} ${formatEndpoint(from)}`;
        const due = names.find((name) => name.endsWith(` ${ends}`));
        if (!due) throw new RangeError(`no socket has the ends ${ends}`);
        return `socket ${due}`;
      },
      "…": (_, due) => {
        if (NOBODY.includes(due)) return due;
        if (names.includes(due)) return `socket ${due}`;
        throw new RangeError(`"${due}" is none of the sockets`);
      },
    },
    tells: (came, due) => {
      for (const name of names) note(`socket ${name}`);
      if (`${came}`.startsWith("the text")) {
        return "which three kinds of value does demultiplex() give";
      }
      if (`${due}`.startsWith("socket") && came instanceof Object) {
        return "is it the entry itself, or a copy";
      }
      if (due === "RST" && came === "drop") {
        return "which segments are answered by nobody, and what of the others";
      }
    },
  };
}
