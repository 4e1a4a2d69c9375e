import { assertEquals } from "@std/assert";
import type { End } from "./end.ts";
import { Ends } from "./ends.ts";

const at = (port: number, hostname = "127.0.0.1") => ({ hostname, port });

const end = (local: number, remote: number, hostname?: string) =>
  ({ local: at(local, hostname), remote: at(remote) }) as End;

Deno.test("an end is found by its endpoints, whatever else has the same number", () => {
  const ends = new Ends();
  // 8191 of the remote port count as much as one of the local port.
  const [a, b, c] = [end(100, 9_000), end(101, 809), end(100, 9_000, "::1")];
  for (const each of [a, b, c]) ends.add(each);
  assertEquals(
    [a, b, c].map(({ local, remote }) => ends.get(local, remote)),
    [a, b, c],
  );
  ends.delete(a);
  assertEquals(ends.get(a.local, a.remote), undefined);
  assertEquals(ends.get(b.local, b.remote), b);
  assertEquals([...ends.values()], [b, c]);
});

Deno.test("a new end takes the place of one between the same endpoints", () => {
  const ends = new Ends();
  const [before, other, now] = [end(1, 2), end(3, 4), end(1, 2)];
  for (const each of [before, other, now]) ends.add(each);
  ends.delete(before);
  assertEquals(ends.get(at(1), at(2)), now);
  assertEquals([...ends.values()], [other, now]);
});
