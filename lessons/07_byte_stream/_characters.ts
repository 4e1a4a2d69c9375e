/** A chunk that ends inside a character. */
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

/** One character of two bytes, read in two reads, decoded in two ways. */
export async function* halfCharacter(it: Connection): Events {
  const { server } = it;
  yield step(4, "One character comes in two reads");
  yield await call('await client.write("é")', () => it.say("é"));
  const one = new Uint8Array(1);
  const chunks: Uint8Array[] = [];
  for (let i = 0; i < 2; i++) {
    yield await call("await server.read(oneByte)", () => server.read(one));
    chunks.push(one.slice());
  }
  yield bytes("é in UTF-8", Uint8Array.of(...chunks[0], ...chunks[1]), [
    { length: 1, name: "first read" },
    { length: 1, name: "second read" },
  ]);
  yield ask("half-character");
  const alone = chunks.map((chunk) => new TextDecoder().decode(chunk));
  yield shown("new TextDecoder().decode(chunk), twice", unicode(alone));
  const decoder = new TextDecoder();
  const kept = chunks.map((chunk) => decoder.decode(chunk, { stream: true }));
  yield shown("decoder.decode(chunk, { stream: true }), twice", unicode(kept));
  yield say(
    "A decoder with `stream: true` keeps the first half until the second comes. Each connection needs a decoder of its own.",
  );
}

/** Texts with U+FFFD by its name: it looks like many things. */
function unicode(texts: string[]): string {
  return texts.map((text) =>
    text === "\ufffd" ? "U+FFFD" : JSON.stringify(text)
  )
    .join(", then ");
}
