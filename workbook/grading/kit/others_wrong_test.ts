import { assertEquals } from "@std/assert";
import { NotStarted } from "../../todo.ts";
import { othersWrong } from "./others_wrong.ts";

/** Rows of which those with a capital letter are wrong. */
const rows = (...names: string[]) =>
  names.map((name) => ({
    name,
    judge: () =>
      /[A-Z]/.test(name) ? Promise.reject(new Error(name)) : Promise.resolve(),
  }));

Deno.test("othersWrong() names three of the other rows that are wrong, and counts the rest", async () => {
  const told = (...names: string[]) => othersWrong("A", rows(...names));
  assertEquals(await told("A", "b", "A"), undefined);
  assertEquals(await told("A", "b", "C", "A"), "wrong here, too: C");
  assertEquals(
    await told("A", "B", "C", "D", "E", "F"),
    "wrong here, too: B, C, D, 2 more",
  );
});

Deno.test("othersWrong() does not name what is not written yet", async () => {
  const judge = () => Promise.reject(new NotStarted("part 2"));
  assertEquals(await othersWrong("A", [{ name: "B", judge }]), undefined);
});
