import { assertEquals, assertThrows } from "@std/assert";
import { KernelUnavailable, type SocketRow } from "../kernel/mod.ts";
import type { TcpState } from "../tcp/mod.ts";
import type { DemoEvent } from "./events.ts";
import {
  areIn,
  call,
  errorText,
  isBetween,
  Opened,
  segments,
  tryCall,
  watchKernel,
} from "./kit.ts";

const at = (port: number) => ({ hostname: "127.0.0.1", port });

function row(local: number, remote: number, state: TcpState): SocketRow {
  return {
    family: "ipv4",
    local: at(local),
    remote: at(remote),
    state,
    receiveQueue: 0,
    sendQueue: 0,
    owned: true,
  };
}

Deno.test("call() shows a result as the program sees it", () => {
  assertEquals(call("f()", [null, 5], "f(fd)"), {
    type: "call",
    deno: "f()",
    c: ["f(fd)"],
    result: "[ null, 5 ]",
  });
  assertEquals("result" in call("f()", undefined), false);
});

Deno.test("tryCall() shows what a call gave, and what it threw", async () => {
  assertEquals((await tryCall("f()", () => null)).result, "null");
  const fail = () => Promise.reject(new Deno.errors.BrokenPipe("Broken pipe"));
  assertEquals(
    (await tryCall("f()", fail)).result,
    "throws BrokenPipe: Broken pipe",
  );
});

Deno.test("errorText() leaves out the advice to run again with a permission", () => {
  const error = new Deno.errors.NotCapable(
    'Requires net access to "0.0.0.0:0", run again with the --allow-net flag',
  );
  assertEquals(
    errorText(error),
    'NotCapable: Requires net access to "0.0.0.0:0"',
  );
});

Deno.test("segments() names the ends by their ports", () => {
  const { client, server } = segments({ client: 5, server: "port 7" });
  assertEquals([client, server], ["client 5", "port 7"]);
});

Deno.test("Opened closes in reverse, and what was closed before once only", () => {
  const closed: string[] = [];
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  {
    using open = new Opened();
    open.keep({ close: () => void closed.push("first") });
    assertEquals(open.keep(listener), listener);
    open.keep({ close: () => void closed.push("last") });
    listener.close();
  }
  assertEquals(closed, ["last", "first"]);
});

Deno.test("Opened closes the rest when one close fails", () => {
  let isOpen = true;
  assertThrows(
    () => {
      using open = new Opened();
      open.keep({ close: () => void (isOpen = false) });
      open.keep({
        close() {
          throw new TypeError("Cannot close");
        },
      });
    },
    TypeError,
    "Cannot close",
  );
  assertEquals(isOpen, false);
});

Deno.test("watchKernel() shows its own rows as soon as the condition holds", async () => {
  const client = row(49474, 39473, "ESTABLISHED");
  const older = row(49474, 4000, "TIME_WAIT");
  const readings = [[older], [older, client]];
  const source = {
    rows: () => Promise.resolve(readings.shift() ?? [older, client]),
  };
  const kernel = watchKernel(source)({
    ports: [39473, 49474],
    mine: isBetween(39473, 49474),
    label: ({ local }) => local.port === 49474 ? "client" : undefined,
  }, areIn("ESTABLISHED"));
  assertEquals(await kernel.next(), {
    done: false,
    value: {
      type: "rows",
      rows: [client],
      labels: { "127.0.0.1:49474>127.0.0.1:39473": "client" },
    },
  });
  assertEquals(await kernel.next(), { done: true, value: [client] });
});

Deno.test("watchKernel() shows the last reading when the condition never holds", async () => {
  const client = row(49474, 39473, "ESTABLISHED");
  const source = { rows: () => Promise.resolve([client]) };
  const kernel = watchKernel(source)({ ports: [49474] }, () => false);
  const { value } = await kernel.next();
  assertEquals((value as DemoEvent & { type: "rows" }).rows, [client]);
});

Deno.test("watchKernel() tries a table that cannot be read once, and says why each time", async () => {
  let readings = 0;
  const source = {
    rows() {
      readings++;
      return Promise.reject(new KernelUnavailable("Cannot read the table"));
    },
  };
  const kernel = watchKernel(source);
  for (let i = 0; i < 2; i++) {
    const events = kernel({ ports: [1] }, () => true);
    assertEquals(await events.next(), {
      done: false,
      value: {
        type: "unavailable",
        text: "Cannot read the table. The demo continues without its rows.",
      },
    });
    assertEquals(await events.next(), { done: true, value: [] });
  }
  assertEquals(readings, 1);
});

Deno.test("areIn() compares states without their order", () => {
  const rows = [row(1, 2, "CLOSE_WAIT"), row(2, 1, "FIN_WAIT_2")];
  assertEquals(areIn("FIN_WAIT_2", "CLOSE_WAIT")(rows), true);
  assertEquals(areIn("FIN_WAIT_2")(rows), false);
});
