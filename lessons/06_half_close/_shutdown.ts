import {
  areIn,
  type Events,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import { type Connection, endWriting, LATE, SHUTDOWN } from "./_connection.ts";

/** The end of a direction: for good, once, and without the descriptor. */
export async function* shutdownOnce(it: Connection): Events {
  const { client, server, rows } = it;
  const buffer = new Uint8Array(100);
  const isHalfClosed = areIn("FIN_WAIT_2", "CLOSE_WAIT");
  const end = () => endWriting(client);
  yield step(4, "closeWrite() ends a direction and keeps the descriptor");
  yield await call("await client.closeWrite()", end, SHUTDOWN);
  yield* rows(isHalfClosed);
  yield await call("await client.write(lateLine)", () => client.write(LATE));
  yield await call("await client.closeWrite()", end, SHUTDOWN);
  yield* rows(isHalfClosed);
  yield await call("await server.write(lateLine)", () => server.write(LATE));
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield say(
    "The client's row still has an owner: `close()` is still needed. A second `closeWrite()` gives no error and changes no row. The server's direction is open.",
  );
}
