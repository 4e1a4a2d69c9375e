import { assertEquals } from "@std/assert";
import { fileUrl } from "../../paths.ts";
import { endlessPlace, loopPlaces } from "./loop_places.ts";

Deno.test("a loop that awaits nothing is named, others are not", async () => {
  const text = `
async function f(conn: Deno.Conn) {
  while (true) await conn.read(new Uint8Array(1));
  for await (const x of g()) while (x < 3) { x.then(async () => await 1); }
  do { for await (const y of g()) y; } while (h());
  for (let i = 0; i < 3; i++) h();
}
`;
  assertEquals(await loopPlaces(text), ["4:30"]);
  const counting = "for (let i = 0; i < 3; i--) {}\nfor (const x of []) x;\n";
  assertEquals(await loopPlaces(counting), ["1:1"]);
});

Deno.test("a submission without such a loop, or that is gone, has no place", async () => {
  const solution = fileUrl("solutions/03_server_flow.ts");
  assertEquals(await endlessPlace(solution.href), undefined);
  assertEquals(await endlessPlace(fileUrl("none.ts").href), undefined);
});
