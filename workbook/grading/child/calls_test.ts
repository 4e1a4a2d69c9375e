import { assertEquals, assertRejects } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { makeCalls } from "../kit/calls.ts";
import { each } from "../kit/each.ts";
import { echoServer } from "../kit/echo.ts";
import { watchSockets } from "../kit/open_sockets.ts";
import { numbered } from "../kit/random.ts";
import { silentServer } from "../kit/silent_server.ts";
import { isPending } from "../kit/waiting.ts";
import type { Register } from "../kit/register.ts";
import { runCheck } from "./run_check.ts";

watchSockets();

/** The check that was registered last. */
let last: () => void | Promise<void> = () => {};
const register: Register = (_name, _needs, run) => {
  last = run;
};

/** Sends what comes back in capitals, once; leaves the connection open. */
async function shout(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(100);
  const n = await conn.read(buffer) ?? 0;
  const text = new TextDecoder().decode(buffer.subarray(0, n));
  await conn.write(new TextEncoder().encode(text.toUpperCase()));
}

Deno.test("calls() names a connection as the submission does, whatever its peer is called", async () => {
  makeCalls(register, "shout(conn)", ({ peer }) => shout(peer), {
    hands: ["peer"],
  })("leaves it open")`
    peer → abc ← ABC
    open = 0`;
  const { fault } = await assertRejects(() => runCheck(() => last()), Wrong);
  assertEquals([fault.cause, fault.what], ["leak", "still open: conn"]);
});

Deno.test("calls() gives each of several servers an endpoint of its own", async () => {
  const ask = async (server: Deno.ConnectOptions): Promise<string> => {
    using conn = await Deno.connect(server);
    const buffer = new Uint8Array(100);
    const n = await conn.read(buffer) ?? 0;
    return new TextDecoder().decode(buffer.subarray(0, n));
  };
  makeCalls(
    register,
    "ask(server 1), ask(server 2)",
    (given) => Promise.all([ask(given["server 1"]), ask(given["server 2"])]),
    { listens: ["server 1", "server 2"] },
  )("asks both")`
    server 2 → {b}
    server 1 → {a}
    returns ${({ a, b }) => [a, b]}`;
  await runCheck(() => last());
});

/** Connects, and gives where to. */
async function dial(server: Deno.ConnectOptions): Promise<string> {
  (await Deno.connect(server)).close();
  return `${server.hostname}:${server.port}`;
}

const dialing = makeCalls(
  register,
  "dial(server)",
  ({ server }) => dial(server),
  {
    listens: ["server"],
  },
);

Deno.test("a server is reached under each of some endpoints, side by side with each(…)", async () => {
  const at = () =>
    ["10.0.0.1", "fe80::7", "server.example"]
      .map((hostname, i) => ({ hostname, port: i + 1 }));
  dialing.with({ at })("connects there")`
    returns ${each("10.0.0.1:1", "fe80::7:2", "server.example:3")}`;
  await runCheck(() => last());
});

Deno.test("nobody listens where a call connects to", async () => {
  dialing.with({ at: "nobody" })("rejects")`
    throws ConnectionRefused`;
  await runCheck(() => last());
});

Deno.test("a call that gives bytes gives no text", async () => {
  const gives = (value: unknown) =>
    makeCalls(register, "give()", () => value, { bytes: true })("gives")`
      returns hello`;
  gives(new TextEncoder().encode("hello"));
  await runCheck(() => last());
  gives("hello");
  const { fault } = await assertRejects(() => runCheck(() => last()), Wrong);
  assertEquals([fault.did, fault.came], ["give()", '"hello"']);
});

Deno.test("during() ends with the error of the call", async () => {
  const fails = makeCalls(
    register,
    "fails(conn)",
    ({ conn }) => {
      conn.close();
      return Promise.reject(new RangeError("own"));
    },
    { hands: ["conn"] },
  );
  await runCheck(async () => {
    const one = await fails.begin({});
    const { fault } = await assertRejects(
      () => one.during(new Promise(() => {})),
      Wrong,
    );
    assertEquals([fault.did, fault.expected], ["fails(conn)", "it resolves"]);
    assertEquals(fault.what, "the submission threw RangeError: own");
  });
});

Deno.test("echoServer() sends back what comes, and counts it", async () => {
  await runCheck(async () => {
    const server = echoServer();
    const conn = await Deno.connect(server.endpoint);
    const sent = numbered(new Uint8Array(1000).fill(65), 2500);
    await conn.write(sent);
    await conn.closeWrite();
    const came: number[] = [];
    const buffer = new Uint8Array(4000);
    for (let n; (n = await conn.read(buffer)) !== null;) {
      came.push(...buffer.subarray(0, n));
    }
    conn.close();
    assertEquals(new Uint8Array(came), sent);
    assertEquals(server.echoed, 2500);
  });
});

for (const profile of [undefined, "kind"] as const) {
  Deno.test(`silentServer() answers no connect (${profile ?? "real"})`, async () => {
    await runCheck(async () => {
      const over = new AbortController();
      const to = await silentServer();
      const connecting = Deno.connect({ ...to, signal: over.signal });
      connecting.catch(() => {});
      assertEquals(await isPending(connecting), true);
      over.abort();
    }, { profile });
  });
}

Deno.test("numbered() begins each copy of a block with its number", () => {
  const text = new TextDecoder().decode(
    numbered(new TextEncoder().encode("..a"), 8),
  );
  assertEquals(text, "00a01a02");
});
