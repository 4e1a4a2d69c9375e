import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../usage_error.ts";
import { readShard } from "./shard.ts";

Deno.test("readShard() gives every student to one share", () => {
  const shards = [1, 2, 3].map((index) => readShard(`${index}/3`));
  const counts = [0, 0, 0];
  for (let i = 0; i < 300; i++) {
    const owners = shards.filter((shard) => shard.has(`student ${i}`));
    assertEquals(owners.length, 1);
    counts[shards.indexOf(owners[0])]++;
  }
  assert(counts.every((count) => count > 50), counts.join());
});

for (const text of ["", "0/3", "4/3", "1", "1/999", "-1/3", "a/b"]) {
  Deno.test(`readShard() refuses ${JSON.stringify(text)}`, () => {
    assertThrows(() => readShard(text), UsageError, "write  --shard 2/8");
  });
}
