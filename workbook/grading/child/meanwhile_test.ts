/**
 * Lines of a script that happen while it goes on.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { makeCalls } from "../kit/calls.ts";
import { watchSockets } from "../kit/open_sockets.ts";
import { numbered } from "../kit/random.ts";
import type { Register } from "../kit/register.ts";
import { fixLimits } from "../../sandbox/limits.ts";
import { runCheck } from "./run_check.ts";

watchSockets();
fixLimits({ transferMs: 100 });

/** The check that was registered last. */
let last: () => void | Promise<void> = () => {};
const register: Register = (_name, _needs, run) => {
  last = run;
};

const onModel = () => runCheck(() => last(), { profile: "kind" });

/** More than the queues of two connections hold. */
const LARGE = numbered(new Uint8Array(65_536).fill(65), 16 << 20);

/** Carries one direction, each chunk with its first byte as it is told. */
async function carry(
  from: Deno.Conn,
  to: Deno.Conn,
  first?: number,
): Promise<void> {
  const buffer = new Uint8Array(65_536);
  for (let n; (n = await from.read(buffer)) !== null;) {
    if (first !== undefined) buffer[0] = first;
    for (let at = 0; at < n;) at += await to.write(buffer.subarray(at, n));
  }
  await to.closeWrite();
}

const carries = makeCalls(
  register,
  "carry(a, b, first)",
  ({ a, b }, _, first?: number) => carry(a, b, first),
  { hands: ["a", "b"] },
);

for (const network of [undefined, "kind"] as const) {
  Deno.test(`a peer sends more than the buffers hold, and others speak meanwhile (${network ?? "real"})`, async () => {
    carries("carries", undefined)`
      a → ${LARGE} → FIN meanwhile
      a moment passes
      pending
      b ← ${LARGE} ← FIN
      resolves`;
    await runCheck(() => last(), { profile: network });
  });
}

Deno.test("a line that fails meanwhile ends the check, with its own question", async () => {
  carries("carries", 66)`
    b ← ${LARGE} ← FIN meanwhile   ? what is in the buffer
    a ← nothing                    ? who speaks
    a → ${LARGE} → FIN
    pending`;
  const { fault } = await assertRejects(onModel, Wrong);
  assertEquals(
    fault.what,
    `byte 0 of ${LARGE.length} is the first that differs`,
  );
  assertEquals(fault.lookAt, "what is in the buffer");
});

Deno.test("a line that is not done at the end of the script is told", async () => {
  carries("carries", undefined)`
    a → ${LARGE} → FIN meanwhile   ? who reads
    b ← 00`;
  const { fault } = await assertRejects(onModel, Wrong);
  assertEquals(
    fault.what,
    "at the end of the check this is not done: a → … → FIN",
  );
  assertEquals(fault.lookAt, "who reads");
});

Deno.test("of long data that ends too early it is told how much came, of which call, and the note above", async () => {
  carries("carries", undefined)`
    a → ${LARGE.subarray(0, 70_000)} → FIN
    # a byte is missing
    b ← ${LARGE.subarray(0, 70_001)}`;
  const { fault } = await assertRejects(onModel, Wrong);
  assertEquals(
    [fault.did, fault.what],
    [
      "carry(a, b, undefined), a byte is missing",
      "the connection was closed after 70000 of 70001 bytes",
    ],
  );
});
