import { type Endpoint, formatEndpoint } from "../../endpoint.ts";
import type { SocketRow } from "../../kernel/mod.ts";
import type { TcpEvent } from "../../tcp/mod.ts";
import type { Lane } from "./recording.ts";

/** What a program does to have a connection. */
export type Role = "listens" | "dials";

/** Names a connection as one of its ends sees it. */
function pair(local: Endpoint, remote: Endpoint): string {
  return `${formatEndpoint(local)} ${formatEndpoint(remote)}`;
}

/**
 * Who is who: the recorded program has one lane, each client of it another. A
 * program that dials its own listener has one for each role.
 */
export class Lanes {
  readonly all: Lane[] = [];
  /** Lanes that the recorded program was found at, oldest first. */
  readonly adopted: number[] = [];
  #program = new Map<Role, number>();
  #counts = { client: 0, server: 0 };
  /** Lanes of connections, by their endpoints. */
  #connections = new Map<string, number>();
  /** Lanes of listeners, by their port. */
  #listeners = new Map<number, number>();
  /** Lanes of endpoints where nobody is. */
  #nobody = new Map<string, number>();

  #add(name: string, isProgram = false): number {
    return this.all.push({ name, isProgram }) - 1;
  }

  /**
   * The lane of the recorded program.
   *
   * @param role What it does.
   * @param isNew Whether a lane of this role is needed; otherwise any will do.
   */
  ofProgram(role: Role, isNew = true): number {
    const known = this.#program.get(role);
    if (known !== undefined) return known;
    const [other] = this.#program.values();
    if (!isNew && other !== undefined) return other;
    const name = other === undefined ? "your program" : `your program ${role}`;
    const lane = this.#add(name, true);
    this.#program.set(role, lane);
    return lane;
  }

  /** The recorded program uses what somebody else has opened: it is at that lane. */
  adopt(lane: number): void {
    const adopted = this.all[lane];
    if (adopted.isProgram) return;
    adopted.isProgram = true;
    this.adopted.push(lane);
    const count = this.all.filter(({ isProgram }) => isProgram).length;
    adopted.name = count === 1 ? "your program" : `your program ${count}`;
    if (count === 1) this.#program.set("dials", lane);
  }

  #ofPeer(kind: "client" | "server"): number {
    const count = ++this.#counts[kind];
    const isFirstServer = kind === "server" && count === 1;
    return this.#add(isFirstServer ? "server" : `${kind} ${count}`);
  }

  /**
   * The lane of a new socket.
   *
   * @param row Its row.
   * @param event What it begins with: `open_active` for one that dials.
   * @param byProgram Whether the recorded program opens it.
   */
  begin({ local, remote }: SocketRow, event?: TcpEvent, byProgram = false) {
    if (remote.port === 0) {
      const lane = byProgram
        ? this.ofProgram("listens")
        : this.#ofPeer("server");
      this.#listeners.set(local.port, lane);
      return lane;
    }
    const lane = event !== "open_active"
      ? this.#listeners.get(local.port) ?? this.#ofPeer("server")
      : byProgram
      ? this.ofProgram("dials")
      : this.#ofPeer("client");
    this.#connections.set(pair(local, remote), lane);
    return lane;
  }

  /** The lane of whoever is at an endpoint, seen from another. */
  at(local: Endpoint, remote: Endpoint): number {
    const known = this.#connections.get(pair(local, remote)) ??
      this.#listeners.get(local.port);
    if (known !== undefined) return known;
    const place = formatEndpoint(local);
    const lane = this.#nobody.get(place) ?? this.#add(`nobody at ${place}`);
    this.#nobody.set(place, lane);
    return lane;
  }
}
