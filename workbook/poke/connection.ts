import type { Wire } from "../wire/wire.ts";
import { hexAndText } from "../terminal/bytes.ts";
import type { Show } from "./play.ts";
import { TypingError } from "./input_line.ts";

/**
 * Somebody and what they do, in the present tense.
 *
 * @param name "you", "you 2", "peer".
 * @param verb The verb as it follows "you".
 */
export function does(name: string, verb: string): string {
  return name.startsWith("you") ? `${name} ${verb}` : `${name} ${verb}s`;
}

/** Why a connection cannot send: it may still be reset while the other direction is open. */
const HALF_CLOSED = "the sending direction of this connection is ended";
const BOTH_ENDED = "both directions of this connection are ended";

/** The learner's end of one connection. What it does and what comes is shown line by line. */
export class Connection {
  /** How the transcript calls it: "you", "you 2". */
  readonly name: string;
  /** The port of the peer that connected: names the connection. */
  readonly clientPort: number;
  /** Resolves when nothing more can come. */
  readonly ended: Promise<void>;
  readonly #wire: Wire;
  readonly #show: Show;
  #isEnded = false;
  /** Why nothing can be sent any more. */
  #mute: string | undefined;
  #closed = false;

  /**
   * @param wire The connection.
   * @param options.name How the transcript calls it.
   * @param options.clientPort The port of the end that connected.
   * @param options.show Called with everything that happens; after an end once more, with an empty text.
   */
  constructor(
    wire: Wire,
    options: { name: string; clientPort: number; show: Show },
  ) {
    this.#wire = wire;
    this.name = options.name;
    this.clientPort = options.clientPort;
    this.#show = options.show;
    this.ended = this.#follow();
  }

  /** Whether nothing more can come. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Whether it can send, or still be ended. */
  get canSend(): boolean {
    return this.#mute === undefined;
  }

  async #follow(): Promise<void> {
    while (true) {
      let chunk: Uint8Array | null;
      try {
        chunk = await this.#wire.read();
      } catch {
        this.#mute ??= "the connection was reset";
        if (!this.#closed) this.#show(`${this.name} ← reset (RST)`);
        break;
      }
      if (this.#closed) break;
      if (chunk === null) {
        this.#show(`${this.name} ← end of stream (FIN)`);
        break;
      }
      this.#show(`${this.name} ← ${hexAndText(chunk)}`);
    }
    this.#isEnded = true;
    if (this.#mute === HALF_CLOSED) this.#mute = BOTH_ENDED;
    this.#show(""); // No line, but somebody may wait for the end.
  }

  #refuse(what: string): void {
    if (this.#mute === undefined) return;
    throw new TypingError(
      `Cannot ${what}: ${this.#mute}; /again makes a new one`,
    );
  }

  async #write(bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#wire.write(bytes);
      return true;
    } catch (error) {
      const { code, name } = error as { code?: string; name?: string };
      this.#show(`${this.name} cannot send: ${code ?? name}`);
      this.#mute ??= "the connection is gone";
      return false;
    }
  }

  /**
   * Sends bytes, all at once or one by one.
   *
   * @param bytes The bytes.
   * @param between Awaited after each byte, so that the other side can read it
   * by itself; without it all bytes are one write.
   * @throws {TypingError} If this end cannot send.
   */
  async send(bytes: Uint8Array, between?: () => Promise<void>): Promise<void> {
    this.#refuse("send");
    const pieces = between && bytes.length > 1
      ? `   in ${bytes.length} pieces of 1 byte`
      : "";
    this.#show(`${this.name} → ${hexAndText(bytes)}${pieces}`);
    if (!between) return void await this.#write(bytes);
    for (let at = 0; at < bytes.length; at++) {
      if (!await this.#write(bytes.subarray(at, at + 1))) return;
      await between();
    }
  }

  /**
   * Ends this end's sending direction.
   *
   * @throws {TypingError} If it is ended already.
   */
  async halfClose(): Promise<void> {
    this.#refuse("half-close");
    this.#mute = this.#isEnded ? BOTH_ENDED : HALF_CLOSED;
    this.#show(`${does(this.name, "half-close")} (FIN)`);
    await this.#wire.closeWrite().catch(() => {});
  }

  /**
   * Closes this end.
   *
   * @throws {TypingError} If it is closed already.
   */
  close(): void {
    if (this.#closed) this.#refuse("close");
    this.#leave(does(this.name, "close"));
    this.#wire.close();
  }

  /**
   * Resets the connection.
   *
   * @throws {TypingError} If it is over already: nothing would be sent.
   */
  reset(): void {
    if (this.#mute !== HALF_CLOSED) this.#refuse("reset");
    this.#leave(`${does(this.name, "reset")} the connection (RST)`);
    this.#wire.reset();
  }

  #leave(what: string): void {
    this.#closed = true;
    this.#mute = "this connection is closed";
    this.#show(what);
  }

  /** Notes that the kernel has no row for it any more: it was reset. */
  gone(): void {
    if (this.#mute !== undefined) return;
    this.#mute = "the connection was reset";
    this.#show(`${this.name} ← reset (RST): the kernel has no row left`);
  }

  /** Closes the socket, and shows no line. */
  drop(): void {
    this.#closed = true;
    this.#wire.close();
  }
}
