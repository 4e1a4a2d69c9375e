/**
 * Keys that a submission gives to connections: each must have one of its own.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { type Ends, endsIn, endsInWords, withEnds } from "./ends.ts";
import { expect, show } from "./expect.ts";
import { unsigned } from "./numbers.ts";
import type { ValuesOptions } from "./values.ts";

/** Gives the key of a connection. */
type KeyOf = (conn: Deno.TcpConn) => string;

/** How rows of keys are read. */
type KeyRows = ValuesOptions<[Ends, Ends], string>;

/** The key of a connection, which must be a text. */
function textKey(keyOf: KeyOf, conn: Deno.TcpConn): string {
  const key: unknown = keyOf(conn);
  expect(typeof key === "string", {
    cause: "wrong-kind",
    did: "connectionKey(conn)",
    expected: "a text",
    came: show(key),
  });
  return key as string;
}

const endsOf = ({ localAddr, remoteAddr }: Deno.TcpConn): Ends => [
  localAddr,
  remoteAddr,
];

/** The keys of two connections, in words. */
const didWith = (...pair: Ends[]) =>
  `connectionKey() of two connections: ${pair.map(endsInWords).join("; ")}`;

/** Any two of some connections; the first pairs are those of the first ones. */
function pairsIn(text: string): Array<[Ends, Ends]> {
  const all = text.split(", ").map(endsIn);
  return all.flatMap((ends, i) =>
    all.slice(0, i).map((earlier): [Ends, Ends] => [earlier, ends])
  );
}

/**
 * Options of `values()` for keys of connections. A row is `any two of` some
 * connections, each of them by its local and its remote end: `any two of
 * 10.0.0.1:80 10.0.0.9:5000, 10.0.0.1:80 10.0.0.9:5001 → two keys`.
 */
export const ownKeys = (
  keyOf: KeyOf,
): KeyRows & Required<Pick<KeyRows, "call" | "did">> => ({
  call: (...pair) => {
    const [one, other] = pair.map((ends) => textKey(keyOf, withEnds(ends)));
    return one === other ? `one key, ${show(one)}` : "two keys";
  },
  did: didWith,
  show: String,
  inputs: { "any two of …": pairsIn },
  outcomes: { "two keys": () => "two keys" },
});

/**
 * Expects that no two connections have one key.
 *
 * @returns The keys.
 */
export function haveOwnKeys(
  keyOf: KeyOf,
  conns: Iterable<Deno.TcpConn>,
): string[] {
  const seen = new Map<string, Deno.TcpConn>();
  for (const conn of conns) {
    const key = textKey(keyOf, conn);
    const other = seen.get(key);
    if (other) {
      throw new Wrong({
        cause: "wrong-value",
        did: didWith(...[other, conn].map(endsOf)),
        expected: "two keys",
        came: `one key, ${show(key)}`,
      });
    }
    seen.set(key, conn);
  }
  return [...seen.keys()];
}

/** No address is longer. */
const LONG = "2001:db8:1234:5678:9abc:def0:1234:5678";

/** The two ends of many connections: each value is varied alone, and the two ports together. */
function* manyEnds(): Generator<Ends> {
  const [here, there] = endsIn("10.0.0.1:80 10.0.0.9:5000");
  for (let port = 0; port < 65_536; port += 37) {
    if (port !== here.port) yield [{ ...here, port }, there];
    yield [here, { ...there, port }];
  }
  const ports = unsigned(16);
  for (const one of ports) {
    const local = { hostname: "10.0.0.2", port: one };
    for (const port of ports) yield [local, { ...there, port }];
  }
  for (let byte = 0; byte < 256; byte++) {
    for (const place of [0, 1, 2, 3]) {
      const hostname = [11, 3, 5, 7].with(place, byte).join(".");
      if (hostname === "11.3.5.7") continue;
      yield [{ ...here, hostname }, there];
      yield [here, { ...there, hostname }];
    }
    for (const place of byte % 16 ? [7] : [0, 1, 2, 3, 4, 5, 6, 7]) {
      const hostname = [11, 12, 13, 14, 15, 16, 17, 18].with(place, byte * 257)
        .map((group) => group.toString(16)).join(":");
      yield [{ ...here, hostname }, { ...there, hostname: LONG }];
      yield [{ ...here, hostname: LONG }, { ...there, hostname }];
    }
  }
}

/** The bits of two addresses of IPv4 and two ports: 96. A few less, as not every character of a key may have been seen. */
const KEY_BITS = 90;

/**
 * Expects that thousands of connections have keys of their own, and that texts
 * as long as these can name every connection: those of a hash that is shorter
 * cannot, though two equal ones are rare.
 */
export function nameEveryConnection(keyOf: KeyOf): void {
  const keys = haveOwnKeys(keyOf, manyEnds().map(withEnds));
  const longest = keys.reduce((a, b) => b.length > a.length ? b : a);
  const signs = new Set(keys.flatMap((key) => [...key]));
  expect(longest.length * Math.log2(signs.size + 1) >= KEY_BITS, {
    cause: "wrong-value",
    did: `connectionKey() of ${keys.length} connections`,
    what: "keys so short that some connections must share one",
    expected: "all of the four values: two addresses and two ports",
    came: `no key is longer than ${show(longest)}`,
    lookAt: "what does a hash leave out",
  });
}
