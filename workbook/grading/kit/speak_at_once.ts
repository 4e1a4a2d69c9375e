/**
 * A server that sends each line of a client to all others, while everybody
 * speaks.
 *
 * @module
 */
import { LIMITS } from "../../sandbox/limits.ts";
import { lookAt } from "./check_context.ts";
import { equal } from "./expect.ts";
import type { Peer } from "./peer.ts";
import { nothingComes } from "./peer_steps.ts";
import * as random from "./random.ts";

/** How much is said. */
export interface Talk {
  /** So many lines of each client. */
  lines: number;
  /** The longest of them, of random lengths. */
  longest: number;
}

/** Each with its end; no character needs more than a byte. */
const joinLines = (lines: string[]) => `${lines.join("\n")}\n`;

/** Expects the lines of some senders, each sender's whole and in order. The first letter says whose a line is. */
async function expectMixed(peer: Peer, senders: string[][]): Promise<void> {
  const { length } = joinLines(senders.flat());
  const bytes = await peer.take(length, {
    withinMs: LIMITS.transferMs,
    lookAt: "which line is lost when several clients speak at once",
  });
  const all = new TextDecoder().decode(bytes).split("\n");
  for (const lines of senders) {
    const own = all.filter((line) => line[0] === lines[0][0]);
    const at = lines.findIndex((line, i) => line !== own[i]);
    equal(own[at]?.slice(0, 30), lines[at]?.slice(0, 30), {
      did: `${peer.name} ← line ${at} of a sender`,
      lookAt: "two lines for one client: is the first write() over, and whole",
    });
  }
}

/**
 * Lets all clients say lines at once: each must get what the others say, the
 * lines of each sender whole and in order, and nothing else.
 *
 * @param peers The clients, at most 26: the server has accepted all of them.
 * @throws {Wrong} If a line is lost, mixed with another one, or comes back to its sender.
 */
export async function speakAtOnce(
  peers: readonly Peer[],
  { lines: count, longest }: Talk,
): Promise<void> {
  const lines = peers.map((_, i) =>
    Array.from({ length: count }, (_, nth) => {
      const whose = String.fromCharCode(97 + i);
      return `${whose}${nth} ${random.word(random.integer(1, longest))}`;
    })
  );
  const sending = peers.map((peer, i) => peer.send(joinLines(lines[i])));
  const reading = peers.map((peer, i) =>
    expectMixed(peer, lines.toSpliced(i, 1))
  );
  await Promise.all([...reading, ...sending]);
  lookAt("does the sender get its own line");
  for (const peer of peers) await nothingComes(peer);
}
