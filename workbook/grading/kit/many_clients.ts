/**
 * A server that counts its clients, or what they say, and stops at a number.
 *
 * @module
 */
import type { Peer } from "./peer.ts";
import type { Served } from "./served.ts";

/** So many clients at once: more than 128. */
const AT_ONCE = 130;

/** So many clients in all. Twice as many take as long as all other checks. */
const IN_ALL = 150;

/** So many messages of one client: more than 200. */
const MESSAGES = 210;

/** What each client says, and what it gets. */
interface Talk {
  message: string;
  reply: string;
}

/**
 * Expects that a server knows no number: 130 clients are served at once, 150
 * in all, and 210 messages of one client.
 *
 * @param one A server that nobody has connected to. Its check is `virtual`: the
 * kernel would take seconds.
 * @throws {Wrong} At the first client or message that is not served.
 */
export async function servesAnyNumber(
  one: Served<unknown>,
  talk: Talk,
): Promise<void> {
  const { message, reply } = talk;
  const [first, ...others] = await served(one, 1, AT_ONCE, talk);
  for (const client of others) client.close();
  for (let i = 1; i < MESSAGES; i++) {
    await first.send(message);
    await first.expect(reply);
  }
  first.close();
  const more = await served(one, AT_ONCE + 1, IN_ALL, talk);
  for (const client of more) client.close();
}

/**
 * Clients that are connected at the same time, each served once. All have spoken
 * before the first one's answer is read: it takes as many turns of the event
 * loop as one of them alone.
 */
async function served(
  one: Served<unknown>,
  from: number,
  to: number,
  { message, reply }: Talk,
): Promise<Peer[]> {
  const clients: Peer[] = [];
  for (let i = from; i <= to; i++) {
    clients.push(await one.connect(`client ${i}`));
  }
  for (const client of clients) await client.send(message);
  for (const client of clients) await client.expect(reply);
  return clients;
}
