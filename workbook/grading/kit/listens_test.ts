import { assertEquals, assertThrows } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck, cleanUp } from "./check_context.ts";
import { expectListening, Tries } from "./listens.ts";
import { watchSockets } from "./open_sockets.ts";

watchSockets();

const AT = { hostname: "127.0.0.1", port: 0 };

/** How a fact of some tries is told, if it is wrong. */
async function told(tries: Tries, fact: string, due: string) {
  try {
    await tries.facts[fact]([due]);
  } catch (error) {
    if (error instanceof Wrong) return error.fault.came ?? error.fault.what;
    throw error;
  }
}

Deno.test("tries are counted in a call and after its end, and one of them fails", async () => {
  beginCheck();
  const tries = new Tries(() => "relisten()");
  const fails = tries.actions["try N fails with …"] as (
    ...given: unknown[]
  ) => void;
  fails(2, new Deno.errors.AddrInUse("taken"));
  await tries.during(() => Promise.resolve(Deno.listen(AT).close()));
  assertThrows(() => Deno.listen(AT), Deno.errors.AddrInUse);
  assertEquals(await told(tries, "tries", "1"), "2");
  assertEquals(await told(tries, "tries after its end", "0"), "1");
  assertEquals(await told(tries, "listeners made", "1"), undefined);
  assertEquals(await told(tries, "longest pause", "100 ms"), undefined);
  await cleanUp();
});

Deno.test("a listener must be open, and at its address", async () => {
  beginCheck();
  const fault = async (listener: Deno.TcpListener, due: Deno.NetAddr) => {
    try {
      await expectListening(listener, due, "f()");
    } catch (error) {
      return (error as Wrong).fault.did;
    }
  };
  const [one, other] = [Deno.listen(AT), Deno.listen(AT)];
  assertEquals(await fault(one, other.addr), "f(), where does it listen");
  assertEquals(await fault(one, one.addr), undefined);
  // It has closed the listener.
  assertEquals(await fault(one, one.addr), "f(), then a client connects");
  other.close();
  await cleanUp();
});
