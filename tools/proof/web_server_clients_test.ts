/**
 * The web server of lesson 15 and clients that nobody here wrote: `fetch`,
 * Node's http client, curl, and Chromium where it is installed.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { request as nodeRequest } from "node:http";
import { fileURLToPath } from "node:url";
import {
  startWebServer,
  type WebRequest,
  type WebResponse,
} from "../../solutions/15_web_server.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Its form stands before the image, whose coming sends it. */
const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>A page</title>
<p>héllo 半</p>
<form method="post" action="/form"><input name="word" value="a b"></form>
<img src="/image.svg" alt="" onload="document.forms[0].submit()">
`;

const IMAGE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"></svg>';

/** Bytes that no text decoder leaves alone. */
const BYTES = Uint8Array.from({ length: 1_000_000 }, (_, i) => i * 7);

function respond({ method, target, body }: WebRequest): WebResponse {
  const page = (type: string, body: string | Uint8Array) => ({
    status: 200,
    headers: { "Content-Type": type },
    body,
  });
  switch (target) {
    case "/":
      return page("text/html; charset=utf-8", PAGE);
    case "/image.svg":
      return page("image/svg+xml", IMAGE);
    case "/bytes":
      return page("application/octet-stream", BYTES);
    case "/form":
      return page("text/plain", `${method} ${decoder.decode(body)}`);
    default:
      return { status: 404, body: "not here" };
  }
}

/** Runs with a server, and the address of its pages. */
async function serving(
  run: (url: string, targets: string[]) => Promise<void>,
): Promise<void> {
  const targets: string[] = [];
  const server = startWebServer({
    respond: (request) => {
      targets.push(request.target);
      return respond(request);
    },
  });
  try {
    await run(`http://127.0.0.1:${server.addr.port}`, targets);
  } finally {
    await server.stop();
  }
}

/** Whether a program is there. */
function has(program: string): boolean {
  try {
    return new Deno.Command(program, {
      args: ["--version"],
      stdout: "null",
      stderr: "null",
    }).outputSync().success;
  } catch {
    return false;
  }
}

const [hasCurl, hasChromium] = ["curl", "chromium"].map((program) => {
  const isThere = has(program);
  if (!isThere) console.log(`No ${program} here: it is not tried.`);
  return isThere;
});

Deno.test("fetch() gets pages, bytes, heads and refusals", async () => {
  await serving(async (url) => {
    const page = await fetch(url);
    assertEquals([page.status, await page.text()], [200, PAGE]);
    assertEquals(page.headers.get("connection"), "close");
    const bytes = await fetch(`${url}/bytes`);
    assertEquals(new Uint8Array(await bytes.arrayBuffer()), BYTES);
    const head = await fetch(`${url}/bytes`, { method: "HEAD" });
    assertEquals(head.headers.get("content-length"), "1000000");
    assertEquals((await head.arrayBuffer()).byteLength, 0);
    const form = await fetch(`${url}/form`, { method: "POST", body: "a=b" });
    assertEquals(await form.text(), "POST a=b");
    const missing = await fetch(`${url}/x`);
    assertEquals([missing.status, await missing.text()], [404, "not here"]);
    const refused = await fetch(url, { method: "DELETE" });
    await refused.body?.cancel();
    assertEquals(refused.status, 405);
    assertEquals(refused.headers.get("allow"), "GET, HEAD, POST");
    const large = await fetch(url, {
      method: "POST",
      body: new Uint8Array(2e6),
    });
    await large.body?.cancel();
    assertEquals(large.status, 413);
  });
});

Deno.test("400 fetches, 20 at a time, lose no answer", async () => {
  await serving(async (url) => {
    let next = 0;
    let right = 0;
    const worker = async () => {
      while (next < 400) {
        const body = `${next++}`;
        const response = await fetch(`${url}/form`, { method: "POST", body });
        if (await response.text() === `POST ${body}`) right++;
      }
    };
    await Promise.all(Array.from({ length: 20 }, worker));
    assertEquals(right, 400);
  });
});

Deno.test("Node's http client posts a body in pieces, and gets the answer", async () => {
  await serving(async (url) => {
    const text = await new Promise<string>((resolve, reject) => {
      const request = nodeRequest(`${url}/form`, {
        method: "POST",
        headers: { "Content-Length": 6 },
      }, async (response) => {
        let text = `${response.statusCode} `;
        for await (const chunk of response) text += decoder.decode(chunk);
        resolve(text);
      });
      request.on("error", reject);
      request.write("abc");
      request.end("def");
    });
    assertEquals(text, "200 POST abcdef");
  });
});

async function curl(...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command("curl", {
    args: ["--silent", "--noproxy", "*", ...args],
    stderr: "null",
  }).output();
  return decoder.decode(stdout);
}

Deno.test({
  name: "curl gets a page, a head, a form and a refusal",
  ignore: !hasCurl,
  async fn() {
    await serving(async (url) => {
      assertEquals(await curl(url), PAGE);
      assertEquals(
        await curl("--data", "a=b", `${url}/form`),
        "POST a=b",
      );
      const head = await curl("--head", url);
      assertStringIncludes(head, "HTTP/1.1 200 OK\r\n");
      assertStringIncludes(
        head,
        `Content-Length: ${encoder.encode(PAGE).length}\r\n`,
      );
      const status = ["--output", "-", "--write-out", "%{http_code}"];
      assertEquals(await curl(...status, "--request", "PUT", url), "405");
      assertEquals(
        await curl(
          ...status,
          "--header",
          "Transfer-Encoding: chunked",
          "--data",
          "a",
          url,
        ),
        "501",
      );
      assertEquals(await curl(...status, "--header", "Host:", url), "400");
    });
  },
});

Deno.test({
  name: "Chromium shows a page with an image, and sends its form",
  ignore: !hasChromium,
  async fn() {
    const profile = fileURLToPath(
      new URL(
        `../../.handshake/chromium_${crypto.randomUUID()}`,
        import.meta.url,
      ),
    );
    try {
      await serving(async (url, targets) => {
        const { stdout } = await new Deno.Command("chromium", {
          args: [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            // Nothing but loopback is asked for.
            "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            `--user-data-dir=${profile}`,
            "--virtual-time-budget=5000",
            "--dump-dom",
            `${url}/`,
          ],
          stderr: "null",
        }).output();
        assertStringIncludes(decoder.decode(stdout), "POST word=a+b");
        assertEquals(
          targets.filter((target) => target !== "/favicon.ico").toSorted(),
          ["/", "/form", "/image.svg"],
        );
      });
    } finally {
      await Deno.remove(profile, { recursive: true }).catch(() => {});
    }
  },
});
