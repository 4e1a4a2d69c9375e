import { assertEquals } from "@std/assert";
import { once } from "./once.ts";

Deno.test("once() makes a thing at the first call, and keeps it, whatever it is", () => {
  let made = 0;
  const nothing = once(() => {
    made++;
    return undefined;
  });
  assertEquals([made, nothing(), nothing(), made], [
    0,
    undefined,
    undefined,
    1,
  ]);
});
