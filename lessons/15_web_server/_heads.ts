import {
  parseRequestHead,
  startWebServer,
} from "../../solutions/15_web_server.ts";
import {
  ask,
  bytes,
  call,
  type Events,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";

const hostname = "127.0.0.1";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What `fetch` sends, seen by a bare listener; then the page of the model answer. */
export async function* page(): Events {
  yield step(1, "The bytes of one page");
  using listener = Deno.listen({ hostname, port: 0 });
  const buffer = new Uint8Array(4096);
  const url = `http://${hostname}:${listener.addr.port}/hello?x=1`;
  const [text, request] = await Promise.all([
    fetch(url).then((response) => response.text()),
    (async () => {
      using conn = await listener.accept();
      const n = await conn.read(buffer) ?? 0;
      await conn.write(encoder.encode(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
      ));
      return decoder.decode(buffer.subarray(0, n));
    })(),
  ]);
  yield call(
    "await fetch(url)   // what a listener reads of it",
    request.replaceAll("\r\n", "\\r\\n\n").trimEnd(),
  );
  yield call(
    'conn.write("HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: 5\\r\\n\\r\\nhello")',
    `fetch gives "${text}"`,
  );
  const server = startWebServer({
    respond: ({ method, target }) => ({
      status: 200,
      body: `${method} ${target}`,
    }),
  });
  try {
    yield await tryCall(
      "await fetch(…)   // the model answer serves",
      async () => {
        const response = await fetch(
          `http://${hostname}:${server.addr.port}/a`,
        );
        return `${response.status} "${await response.text()}", connection: ${
          response.headers.get("connection")
        }`;
      },
    );
  } finally {
    await server.stop();
  }
  yield say(
    "A line of three words, some headers, an empty line: no more is needed.",
  );
}

/** A head that comes in three chunks. */
export async function* chunks(): Events {
  yield step(2, "A head in three chunks");
  const head = encoder.encode("GET /a HTTP/1.1\r\nHost: a.b\r\nX:  y \r\n\r\n");
  yield bytes("the head", head);
  yield ask("head-complete");
  for (const end of [20, head.length - 1, head.length]) {
    yield await tryCall(
      `parseRequestHead(bytes.subarray(0, ${end}))`,
      () => parseRequestHead(head.subarray(0, end)),
    );
  }
  yield say("Names are lower case, and the blanks at the ends of a value go.");
}

/** Heads that are wrong in one byte. */
export async function* broken(): Events {
  yield step(3, "Five heads that are none");
  yield ask("broken-heads");
  for (
    const line of [
      "Host : a",
      " folded",
      "X: a\rHost: b",
      "X: a\0",
    ].map((header) => `GET / HTTP/1.1\r\n${header}\r\n\r\n`).concat(
      "GET  / HTTP/1.1\r\n\r\n",
    )
  ) {
    yield await tryCall(
      `parseRequestHead(${JSON.stringify(line)})`,
      () => parseRequestHead(encoder.encode(line)),
    );
  }
  yield say(
    "A parser that guesses may see another request than the next program on the way.",
  );
}
