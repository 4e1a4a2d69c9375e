/** Messages that begin with their length. */
import {
  ask,
  bytes,
  call as shown,
  type Events,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import type { Connection } from "./_connection.ts";

/** The bytes of two frames. */
export async function* twoFrames(): Events {
  yield step(5, "Two frames: each says first how long it is");
  const frames = Uint8Array.of(
    ...[0, 0, 0, 5, 104, 101, 108, 108, 111],
    ...[0, 0, 0, 4, 101, 120, 105, 116],
  );
  yield bytes("hello and exit as frames", frames, [
    { length: 4, name: "length 5" },
    { length: 5, name: "payload" },
    { length: 4, name: "length 4" },
    { length: 4, name: "payload" },
  ]);
  yield say(
    "The receiver counts, so a payload may hold any byte, a line feed, too. But a chunk may end inside a length: then even that is not known yet.",
  );
}

/** A length of which nothing is true. */
const CLAIM = 0x1000_0000;

/** Four bytes, and what they make a careless program do. */
export async function* claimedLength(it: Connection): Events {
  const { client, server } = it;
  yield step(6, "A client claims a long frame, and sends nothing more");
  const claim = new DataView(new ArrayBuffer(4));
  claim.setUint32(0, CLAIM);
  const length = new Uint8Array(claim.buffer);
  yield await call("await client.write(length)", () => client.write(length));
  const header = new Uint8Array(4);
  yield await call("await server.read(header)", () => server.read(header));
  const claimed = new DataView(header.buffer).getUint32(0);
  yield bytes("the length", header, [{ length: 4, name: String(claimed) }]);
  yield ask("claimed-length");
  const before = Deno.memoryUsage().external;
  const room = new Uint8Array(claimed);
  const grown = Deno.memoryUsage().external - before;
  yield shown(`new Uint8Array(${claimed})`, `${room.length} bytes`);
  yield shown("Deno.memoryUsage().external", `${grown} bytes more`);
  const refused = claimed > 65_536;
  yield shown(`${claimed} > 65536`, `${refused}: refuse it, allocate nothing`);
  yield say(
    "Four bytes from a stranger, and the program has an array of 256 MB. Linux gives real memory only when it is written to: the stranger needs only to go on sending. A length is a claim: compare it with a limit of your own first.",
  );
}
