import { startWebServer } from "../../solutions/15_web_server.ts";
import {
  ask,
  call,
  type Events,
  type Opened,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import { readAll } from "./_bodies.ts";

const hostname = "127.0.0.1";
const encoder = new TextEncoder();
const UPLOAD = 8 * 1024 * 1024;
const HEAD = encoder.encode(
  `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${UPLOAD}\r\n\r\n`,
);

/** Sends a request of 8 MB, then reads. */
async function upload(port: number, open: Opened): Promise<string> {
  const conn = open.keep(await Deno.connect({ hostname, port }));
  let sent = 0;
  try {
    await conn.write(HEAD);
    const body = new Uint8Array(UPLOAD);
    while (sent < UPLOAD) sent += await conn.write(body.subarray(sent));
  } catch (error) {
    return `the write fails: ${(error as Error).name}`;
  }
  const [first] = (await readAll(conn)).split("\r\n");
  return `all ${sent} bytes sent; the answer: ${first}`;
}

/** A refusal, with and without reading what the client still sends. */
export async function* refusedUpload(open: Opened): Events {
  yield step(7, "A refused upload");
  yield ask("refused-upload");
  {
    using listener = Deno.listen({ hostname, port: 0 });
    const client = upload(listener.addr.port, open);
    const conn = open.keep(await listener.accept());
    await conn.read(new Uint8Array(1024));
    await conn.write(encoder.encode("HTTP/1.1 413 Content Too Large\r\n\r\n"));
    conn.close();
    yield call("answer 413, and close at once", await client);
  }
  const server = startWebServer({ respond: () => ({ status: 200 }) });
  try {
    yield await tryCall(
      "answer 413, half-close, read on",
      () => upload(server.addr.port, open),
    );
  } finally {
    await server.stop();
  }
  yield say(
    "Nobody wants the 8 MB. A server that closes without reading them destroys its own answer, too.",
  );
}

/** A timer for each read, and a deadline, while bytes trickle. */
export async function* trickle(open: Opened): Events {
  yield step(8, "A byte every 20 ms");
  yield ask("trickle");
  // Time is counted here, not measured: a busy machine shows the same.
  const arrivals = Array.from({ length: 15 }, (_, i) => 20 * (i + 1));
  const gaps = arrivals.map((at, i) => at - (arrivals[i - 1] ?? 0));
  yield call(
    "a timer of 50 ms, begun anew by each byte: the longest it runs",
    `${Math.max(...gaps)} ms: it never rings`,
  );
  yield call(
    "a deadline of 50 ms from the connection: bytes that come before it",
    `${
      arrivals.filter((at) => at < 50).length
    } of ${arrivals.length}, then 408`,
  );
  const server = startWebServer({
    respond: () => ({ status: 200 }),
    headTimeoutMs: 100,
  });
  try {
    const slow = open.keep(
      await Deno.connect({ hostname, port: server.addr.port }),
    );
    await slow.write(encoder.encode("GET / HTTP/1.1\r\n"));
    yield await tryCall(
      "the model answer, headTimeoutMs 100, and half a head",
      async () => (await readAll(slow)).split("\r\n")[0],
    );
  } finally {
    await server.stop();
  }
}

/** One text, and two rules for its end. */
export async function* twoReadings(): Events {
  yield step(9, "One text, two readings");
  const rest = "0\r\n\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n";
  const head =
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${rest.length}\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const afterChunks = rest.slice(rest.indexOf("\r\n\r\n") + 4);
  yield call(
    "by Content-Length: what follows the body",
    JSON.stringify(rest.slice(rest.length)),
  );
  yield call(
    "by Transfer-Encoding: what follows the body",
    JSON.stringify(afterChunks.split("\r\n")[0]),
  );
  let seen = 0;
  const server = startWebServer({
    respond: () => ({ status: 200, body: `${++seen}` }),
  });
  try {
    using conn = await Deno.connect({ hostname, port: server.addr.port });
    await conn.write(encoder.encode(head + rest));
    const [first] = (await readAll(conn)).split("\r\n");
    yield call("the model answer", `${first}; respond saw ${seen} requests`);
  } finally {
    await server.stop();
  }
  yield say("Where two ends can be read, it reads none.");
}
