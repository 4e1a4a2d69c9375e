import { assert, assertEquals } from "@std/assert";
import { parsePs, parseStat, useOf } from "./process_use.ts";

Deno.test("parseStat() reads time and memory, whatever the name of the process", () => {
  const rest = "S 1 2 3 4 5 6 7 8 9 10 25 7 0 0 20 0 1 0 9 8 100 11";
  for (const name of ["deno", "a b) c", "(x"]) {
    const use = { cpuMs: 320, residentBytes: 409_600 };
    const text = `17 (${name}) ${rest}\n`;
    assertEquals(parseStat(text), { ...use, waitedMs: 0 });
    const scheduled = `${text}5488372 2500000 3\n`;
    assertEquals(parseStat(scheduled), { ...use, waitedMs: 2.5 });
  }
});

Deno.test("parseStat() reads nothing from anything else", () => {
  assertEquals(parseStat(""), undefined);
  assertEquals(parseStat("17 (deno) S 1 2"), undefined);
});

Deno.test("parsePs() reads minutes, hours and days", () => {
  const rest = { residentBytes: 2048, waitedMs: 0 };
  assertEquals(parsePs("  2   0:01.25\n"), { cpuMs: 1_250, ...rest });
  assertEquals(parsePs("2 01:00:02"), { cpuMs: 3_602_000, ...rest });
  assertEquals(parsePs("2 1-00:00:00"), { cpuMs: 86_400_000, ...rest });
  assertEquals(parsePs(""), undefined);
});

Deno.test({
  name: "useOf() sees that this process has worked",
  ignore: Deno.build.os === "windows",
  async fn() {
    const before = (await useOf(Deno.pid))!;
    while ((await useOf(Deno.pid))!.cpuMs < before.cpuMs + 20) {
      for (let i = 0; i < 1e6; i++) Math.sqrt(i);
    }
    assert(before.residentBytes > 1_000_000);
  },
});

Deno.test({
  name: "useOf() asks a system that does not answer again, and not for ever",
  ignore: Deno.build.os === "windows",
  async fn() {
    let asked = 0;
    const signals: AbortSignal[] = [];
    const answersAt = (number: number) => (_: number, signal: AbortSignal) => {
      signals.push(signal);
      if (++asked < number) return new Promise<string>(() => {});
      return Promise.resolve(
        Deno.build.os === "linux"
          ? "17 (deno) S 1 2 3 4 5 6 7 8 9 10 25 7 0 0 20 0 1 0 9 8 100 11"
          : "  400   0:00.32",
      );
    };
    assertEquals(await useOf(1, answersAt(2), 1), {
      cpuMs: 320,
      residentBytes: 409_600,
      waitedMs: 0,
    });
    assertEquals(signals.map(({ aborted }) => aborted), [true, false]);
    asked = 0;
    assertEquals(await useOf(1, answersAt(Infinity), 1), undefined);
  },
});
