/**
 * A server that counts its clients, or what they say, and stops at a number.
 *
 * @module
 */
import type { Peer } from "./peer.ts";
import type { Served } from "./running_server.ts";

/** So many clients at once: more than 128. */
const AT_ONCE = 130;

/** So many clients in all. Twice as many take as long as all other checks. */
const IN_ALL = 150;

/** So many messages of one client: more than 200. */
const MESSAGES = 210;

/** Has one word of a client answered. */
type Talk = (client: Peer) => Promise<void>;

/**
 * Expects that a server knows no number: 130 clients are served at once, 150
 * in all, and 210 messages of one client.
 *
 * @param one A server that nobody has connected to. Its check is `virtual`: the
 * kernel would take seconds.
 * @param talk Sends one message, and expects its answer.
 * @throws {Wrong} At the first client or message that is not served.
 */
export async function servesAnyNumber(
  one: Served<unknown>,
  talk: Talk,
): Promise<void> {
  const present: Peer[] = [];
  for (let i = 1; i <= AT_ONCE; i++) {
    const client = await one.connect(`client ${i}`);
    await talk(client);
    present.push(client);
  }
  const [first, ...others] = present;
  for (const client of others) client.close();
  for (let i = 1; i < MESSAGES; i++) await talk(first);
  first.close();
  for (let i = AT_ONCE + 1; i <= IN_ALL; i++) {
    const client = await one.connect(`client ${i}`);
    await talk(client);
    client.close();
  }
}
