import { connectNode, listenNode } from "../wire/node_wire.ts";
import type { Wire, WireListener } from "../wire/wire.ts";
import type { SocketRow } from "../kernel/mod.ts";
import { Connection, does } from "./connection.ts";
import type { Show } from "./play.ts";
import { TypingError } from "./input_line.ts";

/** Which side is played by hand. */
export type Side = "client" | "server";

/** The side of a play that is played by hand: its connections, and its listener if it is a server. */
export class Hand {
  readonly connections: Connection[] = [];
  /** Port of the server, whoever it is; 0 until it is known. */
  port = 0;
  /** Whether the last attempt to connect failed. */
  isRefused = false;
  #current: Connection | undefined;
  readonly #side: Side;
  readonly #who: string;
  readonly #show: Show;
  readonly #host: WireListener;

  private constructor(
    side: Side,
    who: string,
    host: WireListener,
    show: Show,
  ) {
    this.#side = side;
    this.#who = who;
    this.#show = show;
    this.#host = host;
    if (side === "client") host.close();
    else {
      this.port = host.endpoint.port;
      this.#acceptAll();
    }
  }

  /**
   * Opens the side. A server listens, and accepts whoever comes.
   *
   * @param side Which side.
   * @param who How the transcript calls it: "you".
   * @param show Called with everything that happens; with an empty text when a connection begins or ends.
   */
  static async open(side: Side, who: string, show: Show): Promise<Hand> {
    return new Hand(side, who, await listenNode("127.0.0.1"), show);
  }

  /** Where it listens; of no use for a client. */
  get endpoint() {
    return this.#host.endpoint;
  }

  /** Whether nothing more can come. */
  get isEnded(): boolean {
    return this.connections.every(({ isEnded }) => isEnded);
  }

  /** As a client: connects to the server. */
  async connect(): Promise<void> {
    const name = this.#nextName();
    this.isRefused = false;
    this.#show(`${does(name, "connect")} to 127.0.0.1:${this.port}`);
    try {
      const to = { hostname: "127.0.0.1", port: this.port };
      const wire = await connectNode(to);
      this.#add(wire, wire.local.port);
    } catch (error) {
      const { code } = error as { code?: string };
      this.isRefused = true;
      this.#show(`${name} cannot connect: ${code ?? error}`);
    }
  }

  async #acceptAll(): Promise<void> {
    while (true) {
      const wire = await this.#host.accept();
      const { port } = wire.remote;
      const name = this.#nextName();
      this.#show(`${does(name, "accept")} a connection from port ${port}`);
      this.#add(wire, port);
    }
  }

  #nextName(): string {
    const count = this.connections.length;
    return count === 0 ? this.#who : `${this.#who} ${count + 1}`;
  }

  #add(wire: Wire, clientPort: number): void {
    const name = this.#nextName();
    const show = this.#show;
    this.#current = new Connection(wire, { name, clientPort, show });
    this.connections.push(this.#current);
    // No line, but somebody may wait for the connection.
    show("");
  }

  /**
   * The connection that is played: the newest, until another is chosen.
   *
   * @throws {TypingError} If there is none.
   */
  current(): Connection {
    if (this.#current) return this.#current;
    throw new TypingError(
      this.#side === "server"
        ? "Cannot do that yet: the submission has not connected"
        : "Cannot do that: there is no connection; /again makes one",
    );
  }

  /**
   * Chooses the connection that is played, until a new one comes.
   *
   * @param number 1 for the first.
   * @throws {TypingError} If there is no such connection.
   */
  choose(number: number): void {
    this.#current = this.connections[number - 1] ?? this.#missing(number);
    const { name } = this.#current;
    this.#show(`${does(name, "continue")}: what is typed now is sent here`);
  }

  #missing(number: number): never {
    this.current(); // Without any, that is what is to be said.
    const count = this.connections.length;
    const numbers = count === 1
      ? "1 is the only one"
      : `they are 1 to ${count}`;
    throw new TypingError(`Cannot play connection ${number}: ${numbers}`);
  }

  /**
   * Ends the sending direction of every connection that has it still.
   *
   * @returns Whether there was one.
   */
  async halfCloseAll(): Promise<boolean> {
    const sending = this.connections.filter(({ canSend }) => canSend);
    for (const connection of sending) await connection.halfClose();
    return sending.length > 0;
  }

  /** Whether a row of the kernel's table is this side's end. */
  isOurs(row: SocketRow): boolean {
    return (this.#side === "server") === (row.local.port === this.port);
  }

  /** The word beside a row: whose it is. */
  label(row: SocketRow): string {
    if (!this.isOurs(row)) return "the submission";
    const { port } = this.#side === "client" ? row.local : row.remote;
    return this.connections.find((each) => each.clientPort === port)?.name ??
      this.#who;
  }

  /** Notes which connections the kernel knows no more: a reset leaves no row. */
  compare(rows: readonly SocketRow[]): void {
    for (const connection of this.connections) {
      const { clientPort } = connection;
      const has = rows.some(({ local, remote }) =>
        local.port === clientPort || remote.port === clientPort
      );
      if (!has) connection.gone();
    }
  }

  /** Closes everything, and shows no line. */
  drop(): void {
    for (const connection of this.connections) connection.drop();
    this.#host.close();
  }
}
