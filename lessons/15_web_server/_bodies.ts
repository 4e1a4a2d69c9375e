import { startWebServer } from "../../solutions/15_web_server.ts";
import {
  ask,
  call,
  type Events,
  type Opened,
  say,
  step,
  tryCall,
  waits,
} from "../../workbook/demo/kit.ts";

const hostname = "127.0.0.1";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Sends text, and gives all that comes until the end of the stream. */
export async function exchange(port: number, text: string): Promise<string> {
  using conn = await Deno.connect({ hostname, port });
  await conn.write(encoder.encode(text));
  return await readAll(conn);
}

/** All that comes until the end of the stream, as text. */
export async function readAll(conn: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(65_536);
  let text = "";
  for (let n; (n = await conn.read(buffer)) !== null;) {
    text += decoder.decode(buffer.subarray(0, n), { stream: true });
  }
  return text;
}

/** Characters and bytes of an answer; HEAD. */
export async function* lengthOfText(): Events {
  yield step(4, "The length of a text");
  const body = "héllo 半🙂";
  const server = startWebServer({ respond: () => ({ status: 200, body }) });
  try {
    yield ask("length-of-text");
    for (const method of ["GET", "HEAD"]) {
      const text = await exchange(
        server.addr.port,
        `${method} / HTTP/1.1\r\nHost: a\r\n\r\n`,
      );
      const [head, rest] = text.split("\r\n\r\n");
      yield call(
        `${method} /   // the answer's Content-Length, and its body`,
        `${/Content-Length: \d+/.exec(head)?.[0]}, "${rest}"`,
      );
    }
  } finally {
    await server.stop();
  }
  yield say("HEAD gets the same head, and no body.");
}

/** A body in two chunks. */
export async function* pieces(open: Opened): Events {
  yield step(5, "A body in two chunks");
  const server = startWebServer({
    respond: ({ body }) => ({
      status: 200,
      body: `"${decoder.decode(body)}", ${body.length} bytes`,
    }),
  });
  try {
    const conn = open.keep(
      await Deno.connect({ hostname, port: server.addr.port }),
    );
    yield await tryCall(
      'conn.write("POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\n\\r\\nhe")',
      () =>
        conn.write(encoder.encode(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe",
        )),
    );
    const answer = readAll(conn);
    yield await tryCall("await conn.read(buffer)", () => waits(answer));
    yield await tryCall(
      'conn.write("llo, and more")',
      () => conn.write(encoder.encode("llo, and more")),
    );
    const text = await answer;
    yield call("the body of the answer", text.split("\r\n\r\n")[1]);
  } finally {
    await server.stop();
  }
  yield say("Five bytes are the body. What follows is thrown away.");
}

/** What Number() takes, and what a length is. */
export async function* lengths(): Events {
  yield step(6, "Six lengths");
  yield ask("what-number-takes");
  const server = startWebServer({ respond: () => ({ status: 200 }) });
  try {
    for (const length of ["5", "+5", "0x5", "5e0", "", "1048577"]) {
      const text = await exchange(
        server.addr.port,
        `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\nhello`,
      );
      yield call(
        `Number("${length}")`,
        `${Number(length)}; the server: ${text.split("\r\n")[0]}`,
      );
    }
  } finally {
    await server.stop();
  }
  yield say("Digits and nothing else; and at most 1,048,576.");
}
