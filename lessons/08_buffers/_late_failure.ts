import {
  type Events,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import type { Connection } from "./_connection.ts";

const LINE = new TextEncoder().encode("order\n");

/** A write that succeeded, for bytes that nobody reads. */
export async function* lateFailure(
  { client, server, rows }: Connection,
): Events {
  yield step(9, "A write succeeds, and its bytes are lost");
  yield await call("await client.write(order)", () => client.write(LINE));
  yield* rows(({ receive }) => receive === LINE.length);
  yield await call("server.close()", () => server.close());
  const buffer = new Uint8Array(100);
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield await call("await client.write(order)", () => client.write(LINE));
  client.close();
  yield say(
    "The first write gave 6. Its bytes lay in the server's receive queue when the server closed, and are gone. The `read()` shows no error: Deno's `close()` sends FIN before the RST (lesson 9). The next write shows it.",
  );
}
