import {
  areIn,
  ask,
  call,
  type Events,
  isBetween,
  type Kernel,
  say,
  step,
  tryCall,
  unavailable,
  waits,
  type Watch,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import type { Child } from "./_child.ts";

const encoder = new TextEncoder();

/** The rows of a connection with the child. */
export function watchChild({ conn, port }: Child): Watch {
  const own = conn.localAddr.port;
  return {
    ports: [own, port],
    mine: isBetween(own, port),
    label: ({ local }: SocketRow) => local.port === port ? "the peer" : "we",
  };
}

/** A peer that works, and is stopped. */
export async function* stopped(
  kernel: Kernel,
  child: Child | string,
): Events {
  yield step(1, "A peer that is stopped");
  if (typeof child === "string") return yield unavailable(child);
  const { conn } = child;
  const buffer = new Uint8Array(100);
  yield await tryCall(
    'await conn.write("hello")   // the peer sends back what it reads',
    () => conn.write(encoder.encode("hello")),
  );
  yield await tryCall("await conn.read(buffer)", () => conn.read(buffer));
  child.signal("SIGSTOP");
  yield call(
    'child.kill("SIGSTOP")   // its program does not run any more',
    "no segment is sent",
    "kill(pid, SIGSTOP)",
  );
  yield* kernel(watchChild(child), areIn("ESTABLISHED", "ESTABLISHED"));
  yield say(
    "Both ends are in ESTABLISHED. A state tells what the kernels have sent and received. It does not say that a program runs.",
  );
}

/** Three writes to a peer that is stopped. */
export async function* writes(kernel: Kernel, child: Child | string): Events {
  yield step(2, "Three writes to a peer that is stopped");
  if (typeof child === "string") return yield unavailable(child);
  yield ask("write-to-stopped");
  const { conn, port } = child;
  for (const text of ["are you there", "hello?", "answer!"]) {
    yield await tryCall(
      `await conn.write("${text}")`,
      () => conn.write(encoder.encode(text)),
    );
  }
  yield* kernel(
    watchChild(child),
    (rows) =>
      rows.some(({ local, receiveQueue }) =>
        local.port === port && receiveQueue === 26
      ) && rows.every(({ sendQueue }) => sendQueue === 0),
  );
  const reading = conn.read(new Uint8Array(100));
  yield call("conn.read(buffer)", await waits(reading));
  yield say(
    "Every write gave its number. The 26 bytes are in the peer's receive queue; its kernel has acknowledged them, so our send queue is empty. Nobody reads them.",
  );
  child.signal("SIGCONT");
  yield await tryCall(
    'child.kill("SIGCONT"); await reading   // the peer runs again',
    async () => {
      let length = await reading ?? 0;
      while (length < 26) length += await conn.read(new Uint8Array(100)) ?? 26;
      return `${length} bytes`;
    },
    "kill(pid, SIGCONT)",
  );
  yield say("The peer was not dead. For us both look the same: silence.");
}
