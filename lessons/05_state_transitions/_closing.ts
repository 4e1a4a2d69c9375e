import {
  areIn,
  ask,
  call,
  type Events,
  isBetween,
  say,
  segments,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import { fourWayClose, threeSegmentClose } from "../../workbook/tcp/mod.ts";
import { drain, fill, kernelShows, type Shared } from "./_rows.ts";

/**
 * One end closes, then the other.
 *
 * @param shared What the steps share.
 * @param a The client; its connection waits in the accept queue.
 */
export async function* closing(
  { open, kernel, listener }: Shared,
  a: Deno.TcpConn,
): Events {
  const first = { client: a.localAddr.port, server: listener.addr.port };
  yield step(5, "FIN_WAIT_2 and CLOSE_WAIT: one end has finished");
  const b = open.keep(await listener.accept());
  yield ask("first-fin");
  await a.closeWrite();
  yield call("await client.closeWrite()", undefined, "shutdown(fd, SHUT_WR)");
  yield segments(first, ...fourWayClose().slice(0, 2));
  yield* kernelShows(kernel, first, "FIN_WAIT_2", "CLOSE_WAIT");
  const buffer = new Uint8Array(1024);
  yield await tryCall("await server.read(buffer)", () => b.read(buffer));
  yield* kernel(
    {
      ports: [first.server, first.client],
      mine: isBetween(first.client, first.server),
    },
    areIn("FIN_WAIT_2", "CLOSE_WAIT"),
  );
  yield say(
    "Nobody on the server was asked. `null` tells its program the state: CLOSE_WAIT, in which it may still send.",
  );

  yield step(6, "LAST_ACK: the other end finishes, behind unread bytes");
  yield await fill("server", b);
  await b.closeWrite();
  yield call("await server.closeWrite()", undefined, "shutdown(fd, SHUT_WR)");
  yield* kernelShows(
    kernel,
    { ...first, marked: "server" },
    "FIN_WAIT_2",
    "LAST_ACK",
  );
  yield say("Its FIN waits behind those bytes, and with it the last ACK.");

  yield step(6, "TIME_WAIT: who keeps a row when everything is read");
  yield call("the client reads to the end", await drain(a), "recv(fd, …)");
  yield ask("who-waits");
  a.close();
  b.close();
  yield call(
    "client.close(); server.close()",
    undefined,
    "close(fd)",
    "close(fd)",
  );
  yield* kernelShows(kernel, first, "TIME_WAIT");
  yield say("No program holds this row. A timer ends it, not a segment.");
  yield segments(
    { client: "active closer", server: "passive closer" },
    ...threeSegmentClose(),
  );
  yield say(
    "Often three segments are enough (measured): the second FIN comes with the ACK, and FIN_WAIT_2 is skipped.",
  );
}
