import {
  ask,
  call,
  type Events,
  type Kernel,
  say,
  segments,
  step,
} from "../../workbook/demo/kit.ts";
import { fourWayClose } from "../../workbook/tcp/mod.ts";
import { rowsOf } from "./_rows.ts";

/** What the first steps of the demo have opened. */
export interface Served {
  kernel: Kernel;
  listener: Deno.TcpListener;
  client: Deno.TcpConn;
  /** The server's end. */
  conn: Deno.TcpConn;
}

/** The client closes, then the server; the listener stays. */
export async function* closing(
  { kernel, listener, client, conn }: Served,
): Events {
  const { port } = listener.addr;
  const ends = { client: client.localAddr.port, server: port };
  const connection = rowsOf(port, ends.client);
  const buffer = new Uint8Array(1024);

  yield step(5, "The client closes: end of stream for the server");
  client.close();
  yield call(
    "client.close()",
    undefined,
    "shutdown(cfd, SHUT_WR)",
    "close(cfd)",
  );
  yield ask("end-of-stream");
  for (let i = 0; i < 3; i++) {
    yield call(
      "await conn.read(buffer)",
      await conn.read(buffer),
      `recv(fd2, buffer, ${buffer.length}, 0) = 0`,
    );
  }
  yield segments(ends, ...fourWayClose("client").slice(0, 2));
  yield ask("who-closes");
  yield* kernel(connection, (rows) => {
    const states = rows.map(({ state }) => state);
    return states.includes("CLOSE_WAIT") && states.includes("FIN_WAIT_2");
  });
  yield say(
    "The server's end stays in CLOSE_WAIT until the program closes it. The kernel never closes a descriptor for a program that still runs.",
  );

  yield step(5, "The server closes this connection, and continues to listen");
  conn.close();
  yield call(
    "conn.close()",
    undefined,
    "shutdown(fd2, SHUT_WR)",
    "close(fd2)",
  );
  yield segments(ends, ...fourWayClose("client").slice(2));
  yield* kernel(
    connection,
    (rows) => rows.every((r) => r.state !== "CLOSE_WAIT"),
  );
  yield say("The listener is as it was, ready for the next client.");
}
