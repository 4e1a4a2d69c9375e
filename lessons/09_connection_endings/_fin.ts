import {
  areIn,
  ask,
  type Events,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import { buffer, CLOSE, type Connection, HELLO } from "./_connection.ts";

/** FIN: the bytes come first, then `null`, again and again. */
export async function* fin(it: Connection): Events {
  const { client, server, rows } = it;
  yield step(2, "FIN: the bytes first, then null");
  yield await call('await server.write("hello")', () => server.write(HELLO));
  yield await call("server.close()", () => server.close(), ...CLOSE);
  yield* rows(areIn("FIN_WAIT_2", "CLOSE_WAIT"));
  yield ask("bytes-before-fin");
  for (let i = 0; i < 3; i++) {
    yield await call("await client.read(buffer)", () => client.read(buffer));
  }
  yield await call(
    "await client.read(new Uint8Array(0))",
    () => client.read(new Uint8Array(0)),
  );
  yield say(
    "The server had closed before the client read anything, and nothing is lost: the receive queue gives its bytes first. `null` comes again at every read; 0 means a buffer without room.",
  );
}

/** The peer has closed, and this side writes. */
export async function* writeAfterClose(it: Connection): Events {
  const { client, server, rows } = it;
  yield step(5, "Writing after the peer has closed");
  yield await call("server.close()", () => server.close(), ...CLOSE);
  yield* rows(areIn("FIN_WAIT_2", "CLOSE_WAIT"));
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield ask("first-write");
  yield await call('await client.write("hello")', () => client.write(HELLO));
  yield* rows((seen) => seen.length === 0);
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield await call('await client.write("hello")', () => client.write(HELLO));
  yield say(
    "The first write succeeded, and its five bytes are lost. An RST came back and took both rows away. `read()` says nothing of it: the end of the stream had come before. Only the next write reports it.",
  );
}
