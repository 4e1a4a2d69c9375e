/**
 * A call that is made twice at once.
 *
 * @module
 */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { makeCalls } from "../kit/calls.ts";
import { equal } from "../kit/expect.ts";
import { watchSockets } from "../kit/open_sockets.ts";
import type { Register } from "../kit/register.ts";
import { runCheck } from "./run_check.ts";

watchSockets();

/** The check that was registered last. */
let last: () => void | Promise<void> = () => {};
const register: Register = (_name, _needs, run) => {
  last = run;
};

/** The text that came last, to any call. */
let shared = "";

/** Reads one text, and gives it when the stream has ended. */
async function read(conn: Deno.Conn, how: "apart" | "shared"): Promise<string> {
  const buffer = new Uint8Array(100);
  const n = await conn.read(buffer) ?? 0;
  const own = shared = new TextDecoder().decode(buffer.subarray(0, n));
  while (await conn.read(buffer) !== null);
  conn.close();
  return how === "shared" ? shared : own;
}

const reads = makeCalls(
  register,
  "read(conn, how)",
  ({ peer }, _, how: "apart" | "shared") => read(peer, how),
  {
    hands: ["peer"],
    closes: true,
    facts: (one) => ({
      text: async ([due]) => equal(await one.value(), due, { did: one.did }),
    }),
  },
);

const play = () => {
  const tag = reads.twice("keeps two calls apart", "shared");
  tag`
    peer 1 → {a}
    a moment passes
    peer 2 → {b}
    pending
    peer 2 → FIN
    call 2 returns {b}
    call 1 pending
    peer 1 → FIN
    text 1 = {a}              ? which variable do both calls share
    open = 0`;
};

Deno.test("twice() makes the call twice, each with peers and facts of its own", async () => {
  reads.twice("keeps two calls apart", "apart")`
    peer 1 → {a}
    peer 2 → {b}
    pending
    peer 2 → FIN
    call 2 returns {b}
    call 1 pending
    peer 1 → FIN
    text 1 = {a}
    text 2 = {b}
    resolves
    open = 0`;
  for (const profile of [undefined, "kind"] as const) {
    await runCheck(() => last(), { profile });
  }
});

Deno.test("twice() tells which of the two calls is wrong", async () => {
  play();
  const { fault } = await assertRejects(() => runCheck(() => last()), Wrong);
  assertEquals(
    [fault.did, fault.lookAt],
    ['read(conn 1, "shared")', "which variable do both calls share"],
  );
});

Deno.test("what both calls leave open is told of both", async () => {
  makeCalls(
    register,
    "leave(conn)",
    ({ peer }) => peer.read(new Uint8Array(1)),
    { hands: ["peer"] },
  ).twice("leaves both open")`
    peer 1 → x
    peer 2 → x
    open = 0`;
  const { fault } = await assertRejects(() => runCheck(() => last()), Wrong);
  assertEquals(fault.what, "still open: conn 1 and conn 2");
});

Deno.test("each of two calls has words of its own", async () => {
  makeCalls(
    register,
    "say(conn, text)",
    async ({ peer }, { text }) => {
      await peer.write(new TextEncoder().encode(text));
      peer.close();
    },
    { hands: ["peer"] },
  ).twice("says both")`
    peer 2 ← {text 2} ← FIN
    peer 1 ← {text 1} ← FIN
    resolves closed`;
  await runCheck(() => last());
});

Deno.test("a peer of two calls has the number of one of them", () => {
  const tag = reads.twice("keeps two calls apart", "apart");
  assertThrows(
    () => tag`peer → x`,
    SyntaxError,
    'Cannot read "peer → x": nobody is called "peer"; write peer 1 or peer 2',
  );
  assertThrows(
    () => tag`call 3 returns x`,
    SyntaxError,
    "there is no call 3; the lines above make 2",
  );
});
