import { assert, assertEquals, assertRejects } from "@std/assert";
import { beginCheck, cleanUp } from "./check_context.ts";
import { watchSockets } from "./open_sockets.ts";
import {
  failAccepts,
  failConnects,
  forgetNodeSockets,
  noteNodeSocket,
  passedByStandIns,
} from "./stand_ins.ts";

watchSockets();

Deno.test("failAccepts() counts who asks again at once, and a closed listener says so itself", async () => {
  beginCheck();
  const failing = failAccepts(3, "EMFILE", "EHOSTUNREACH");
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const fails = (message: string) =>
    assertRejects(() => listener.accept(), Error, message);
  await fails("Too many open files");
  await fails("No route to host");
  assertEquals(failing, { left: 1, hasty: 1 });
  await new Promise((resolve) => setTimeout(resolve));
  await fails("Too many open files");
  assertEquals(failing, { left: 0, hasty: 1 });
  failing.left = 1;
  listener.close();
  await assertRejects(() => listener.accept(), Deno.errors.BadResource);
  assertEquals(failing.left, 1);
  await cleanUp();
});

Deno.test("only who opens a socket of node: in the check passes by what stands in", async () => {
  beginCheck();
  forgetNodeSockets();
  failConnects(new Error("no name"));
  assert(!passedByStandIns());
  // A peer is one, too.
  noteNodeSocket();
  assert(!passedByStandIns());
  noteNodeSocket("Error\n    at f (file:///none/exercise.ts:1:1)");
  assert(passedByStandIns());
  await assertRejects(() => Deno.connect({ port: 1 }), Error, "no name");
  assert(!passedByStandIns());
  await cleanUp();
});
