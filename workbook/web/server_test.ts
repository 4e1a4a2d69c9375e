import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { copyProject, taskArgs } from "../../tools/testing/project_copy.ts";
import { startPageServer } from "../../tools/testing/page_server.ts";
import { decodeMessage } from "../sandbox/messages.ts";
import type { CheckResult, Verdict } from "../grading/verdict.ts";

// The page's server in a copy of the workbook, as a learner starts it, and
// requests as a hostile page or program would send them.

const STEM = "03_server_flow";
const EXERCISE = `lessons/${STEM}/exercise.ts`;

const project = await copyProject();
const server = await startPageServer(project);
Deno.test.afterAll(async () => {
  await server.stop();
  await project[Symbol.asyncDispose]();
});
const { port, token } = server;
const own = `http://127.0.0.1:${port}`;

/** Sends a request as it is written, and gives the status and the whole answer. */
async function raw(
  head: string[],
  body = "",
): Promise<{ status: number; text: string }> {
  using conn = await Deno.connect({ hostname: "127.0.0.1", port });
  const request = [
    ...head,
    "connection: close",
    ...body ? [`content-length: ${new TextEncoder().encode(body).length}`] : [],
    "",
    body,
  ].join("\r\n");
  const writer = conn.writable.getWriter();
  await writer.write(new TextEncoder().encode(request));
  writer.releaseLock();
  const text = await new Response(conn.readable).text();
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text };
}

const withToken = { "handshake-token": token };
const api = (call: string, options: RequestInit = {}) =>
  fetch(`${own}/api/${call}`, {
    ...options,
    headers: { ...withToken, ...options.headers },
  });
const onDisk = () => Deno.readTextFile(new URL(EXERCISE, project.url));

Deno.test("the page comes with a policy that lets nothing come from elsewhere", async () => {
  const response = await fetch(own);
  assertEquals(response.status, 200);
  const policy = response.headers.get("content-security-policy") ?? "";
  assertStringIncludes(policy, "default-src 'none'");
  assertStringIncludes(policy, "script-src 'self'");
  assert(!/script-src[^;]*(?:unsafe|blob|https?:)/.test(policy), policy);
  assertEquals(response.headers.get("x-content-type-options"), "nosniff");
  const html = await response.text();
  assert(!/(?:src|href)="(?:https?:)?\/\//.test(html), html);
});

Deno.test("every file of the list is there, and every one of them is named by its version", async () => {
  const { version, files } = await (await fetch(`${own}/files.json`)).json();
  for (const path of files) {
    assert(path.startsWith(`${version}/`), path);
    const response = await fetch(`${own}/${path}`);
    await response.body?.cancel();
    assertEquals(response.status, 200, path);
  }
});

Deno.test("the Worker may send nothing to anybody", async () => {
  const { version } = await (await fetch(`${own}/files.json`)).json();
  const response = await fetch(
    `${own}/${version}/workbook/web/page/worker/start.js`,
  );
  await response.body?.cancel();
  const policy = response.headers.get("content-security-policy") ?? "";
  assertStringIncludes(policy, "default-src 'none'");
  assert(!policy.includes("connect-src"), policy);
});

Deno.test("another host is refused: a name of somebody else that leads here", async () => {
  for (const host of [`evil.example:${port}`, "evil.example", "127.0.0.1:1"]) {
    const { status } = await raw([
      "GET / HTTP/1.1",
      `host: ${host}`,
    ]);
    assertEquals(status, 403, host);
  }
});

Deno.test("a page of another origin is refused, with the token, too", async () => {
  for (
    const origin of [
      "https://evil.example",
      "null",
      `http://127.0.0.1:${port + 1}`,
      `https://127.0.0.1:${port}`,
    ]
  ) {
    const { status } = await raw([
      `GET /api/exercise/${STEM} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      `origin: ${origin}`,
      `handshake-token: ${token}`,
    ]);
    assertEquals(status, 403, origin);
  }
});

Deno.test("a request that another site makes is refused without an origin, too", async () => {
  const { status } = await raw([
    `GET /api/exercise/${STEM} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    "sec-fetch-site: cross-site",
    "sec-fetch-mode: no-cors",
    `handshake-token: ${token}`,
  ]);
  assertEquals(status, 403);
});

Deno.test("nothing is read, written or run without the token", async () => {
  const before = await onDisk();
  for (
    const given of ["", token.slice(1), `${token}x`, token.toLowerCase() + "!"]
  ) {
    for (
      const [method, call] of [
        ["GET", "exercise"],
        ["PUT", "exercise"],
        ["POST", "judge"],
      ]
    ) {
      const response = await fetch(`${own}/api/${call}/${STEM}`, {
        method,
        headers: { "handshake-token": given, "if-match": '"00"' },
        body: method === "GET" ? undefined : "// stolen",
      });
      await response.body?.cancel();
      assertEquals(response.status, 401, `${method} ${call} with "${given}"`);
    }
  }
  assertEquals(await onDisk(), before);
});

Deno.test("no path leads out of the page's folder", async () => {
  for (
    const path of [
      "/../deno.json",
      "/%2e%2e/deno.json",
      "/..%2f..%2fdeno.json",
      "/%2e%2e%5cdeno.json",
      "//etc/passwd",
      "/files.json/../../progress.json",
      "/progress.json",
      "/source_key",
    ]
  ) {
    const { status, text } = await raw([
      `GET ${path} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
    ]);
    assertEquals(status, 404, `${path}: ${text.slice(0, 200)}`);
  }
  for (
    const stem of ["..%2f..%2fworkbook", "%2e%2e", "03_server_flow%2f..", ""]
  ) {
    const { status } = await raw([
      `GET /api/exercise/${stem} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      `handshake-token: ${token}`,
    ]);
    assertEquals(status, 404, stem);
  }
});

Deno.test("where the exercises stand is told only with the token", async () => {
  const response = await fetch(`${own}/api/standings`);
  await response.body?.cancel();
  assertEquals(response.status, 401);
  const known = await api("standings");
  assertEquals(await known.json(), {});
});

Deno.test("a save that began with what is there is written", async () => {
  const { text, name } = await (await api(`exercise/${STEM}`)).json();
  assertEquals(text, await onDisk());
  const mine = `${text}// é\n`;
  const response = await api(`exercise/${STEM}`, {
    method: "PUT",
    headers: { "if-match": `"${name}"` },
    body: mine,
  });
  assertEquals(response.status, 200);
  assertEquals((await response.json()).text, mine);
  assertEquals(await onDisk(), mine);
});

Deno.test("a save is refused when the file was changed meanwhile, and says what is there", async () => {
  const { text, name } = await (await api(`exercise/${STEM}`)).json();
  await project.write(3, `${text}// from an editor\n`);
  const response = await api(`exercise/${STEM}`, {
    method: "PUT",
    headers: { "if-match": `"${name}"` },
    body: `${text}// from the page\n`,
  });
  assertEquals(response.status, 409);
  const other = await response.json();
  assertEquals(other.text, `${text}// from an editor\n`);
  assertEquals(await onDisk(), other.text);
});

Deno.test("a save needs the content it began with, and has a limit", async () => {
  const before = await onDisk();
  const blind = await api(`exercise/${STEM}`, { method: "PUT", body: "x" });
  await blind.body?.cancel();
  assertEquals(blind.status, 428);
  const long = await api(`exercise/${STEM}`, {
    method: "PUT",
    headers: { "if-match": '"00"' },
    body: "x".repeat(1_000_001),
  });
  await long.body?.cancel();
  assertEquals(long.status, 413);
  const binary = await api(`exercise/${STEM}`, {
    method: "PUT",
    headers: { "if-match": '"00"' },
    body: new Uint8Array([0xff, 0xfe]),
  });
  await binary.body?.cancel();
  assertEquals(binary.status, 400);
  assertEquals(await onDisk(), before);
});

const remembered = async () =>
  JSON.parse(
    await Deno.readTextFile(new URL(".handshake/progress.json", project.url)),
  ).standings[STEM];

const STANDING = {
  status: "right",
  right: 30,
  total: 30,
  mastered: true,
  begun: true,
  notWritten: [],
};

Deno.test("a verdict of the page is remembered as one on the model network, for the content that was judged", async () => {
  const { name } = await (await api(`exercise/${STEM}`)).json();
  const put = async (base: string, body: object) => {
    const response = await api(`verdict/${STEM}`, {
      method: "PUT",
      headers: { "if-match": `"${base}"` },
      body: JSON.stringify(body),
    });
    return response.ok
      ? (await response.json()).isRemembered
      : `${response.status} ${await response.text()}`;
  };
  assertEquals(await put("00", STANDING), false);
  assertEquals(await put(name, STANDING), true);
  const { key, ...standing } = await remembered();
  assertEquals(standing, { ...STANDING, on: "model" });
  assertEquals((await (await api("standings")).json())[STEM].status, "right");
  for (
    const change of [
      { status: "mastered" },
      { right: 31 },
      { right: -1 },
      { total: "30" },
      { notWritten: ["part\u001b[2J"] },
      { next: { name: 3 } },
    ]
  ) {
    assertEquals(
      await put(name, { ...STANDING, ...change }),
      "400 It is no verdict\n",
    );
  }
  assertEquals((await remembered()).key, key);
  // Without the token nothing is remembered.
  const blind = await fetch(`${own}/api/verdict/${STEM}`, {
    method: "PUT",
    headers: { "if-match": `"${name}"` },
    body: JSON.stringify({ ...STANDING, status: "wrong" }),
  });
  await blind.body?.cancel();
  assertEquals(blind.status, 401);
  assertEquals((await remembered()).status, "right");
});

Deno.test("the file is judged on real sockets, check by check", async () => {
  await project.solve(3);
  const response = await api(`judge/${STEM}`, { method: "POST" });
  const lines = (await response.text()).trimEnd().split("\n")
    .map((line) =>
      decodeMessage(line) as { check?: CheckResult; verdict?: Verdict }
    );
  const verdict = lines.at(-1)?.verdict;
  assertEquals(verdict?.status, "right");
  assertEquals(verdict?.profile, undefined);
  assertEquals(
    lines.slice(0, -1).map(({ check }) => `${check?.outcome} ${check?.name}`),
    verdict?.checks.map(({ outcome, name }) => `${outcome} ${name}`),
  );
  // It says more than the page's, which does not replace it.
  assertEquals((await remembered()).on, undefined);
  const { name } = await (await api(`exercise/${STEM}`)).json();
  const page = await api(`verdict/${STEM}`, {
    method: "PUT",
    headers: { "if-match": `"${name}"` },
    body: JSON.stringify({ ...STANDING, right: 1 }),
  });
  await page.body?.cancel();
  assertEquals((await remembered()).on, undefined);
});

Deno.test({
  name: "a folder that the compiler cannot read is named, with the next step",
  ignore: Deno.build.os === "windows", // No name there may have a *.
  async fn() {
    await using project = await copyProject("a*b");
    const { code, stderr } = await project.deno(taskArgs(["web:build"]));
    assertEquals(code, 3);
    assertStringIncludes(stderr, 'a*b/": the compiler takes * in a path');
    assertStringIncludes(stderr, "Rename the folder that has it");
  },
});
