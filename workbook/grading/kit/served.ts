import type { Log } from "./log.ts";
import type { Words } from "./payload.ts";
import type { Peer } from "./peer.ts";
import type { Tag } from "./step.ts";

/** A server that runs in a check, and those who are connected to it. */
export interface Served<S> {
  readonly server: S;
  /** What it logged. */
  readonly log: Log;
  /** The words of this check, by their names. */
  readonly words: Words;
  /** What the client that acted last did, in words. */
  readonly did: string;
  /** Plays a script against it. Who is connected stays so. */
  play: Tag<Promise<void>>;
  /** Connects a client that the scripts can name, too. */
  connect(name: string, options?: { canReset?: boolean }): Promise<Peer>;
  /** Calls `stop()`, which neither hangs nor fails. */
  stop(which?: string): Promise<void>;
  /** Lets everybody leave, and stops the server if it was not stopped before. */
  end(): Promise<void>;
}
