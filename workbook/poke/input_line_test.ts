import { assertEquals, assertThrows } from "@std/assert";
import { COMMANDS, readTyped, TypingError } from "./input_line.ts";

function sent(line: string): number[] {
  const step = readTyped(line);
  if (step.do !== "send") throw new Error(`"${line}" is a command`);
  return Array.from(step.bytes);
}

Deno.test("readTyped() sends what was typed, without a line feed", () => {
  assertEquals(sent("hello"), [0x68, 0x65, 0x6c, 0x6c, 0x6f]);
  assertEquals(sent("ä "), [0xc3, 0xa4, 0x20]);
});

Deno.test("readTyped() knows escapes; \\xff is one byte", () => {
  assertEquals(sent("a\\n\\r\\t\\0\\\\"), [0x61, 0x0a, 0x0d, 0x09, 0x00, 0x5c]);
  assertEquals(sent("\\x00\\xFF\\x2f"), [0x00, 0xff, 0x2f]);
  assertEquals(sent("\\\\n"), [0x5c, 0x6e]);
});

Deno.test("readTyped() sends a text that begins with a slash after two", () => {
  assertEquals(sent("//close"), Array.from(new TextEncoder().encode("/close")));
});

Deno.test("readTyped() knows every command that /help lists", () => {
  for (const [command] of COMMANDS) {
    if (!/^\/\w/.test(command)) continue;
    const [name, value] = command.split(" ");
    // What is in brackets may be left out.
    const line = value === "N" ? `${name} 2` : name;
    assertEquals<string>(readTyped(line).do, name.slice(1));
  }
  assertEquals(readTyped("/to 12"), { do: "to", number: 12 });
  assertEquals(readTyped("/silence 20"), { do: "silence", ms: 20 });
});

Deno.test("readTyped() refuses what it does not know, with a next step", () => {
  for (
    const [line, sentence] of [
      ["", "Nothing was sent: an empty line is no bytes"],
      ["/clsoe", 'Cannot do "/clsoe": type /help'],
      ["/close now", 'Cannot do "/close now"'],
      ["/silence long", 'Cannot be silent for "long"'],
      ["/silence 60001", 'Cannot be silent for "60001"'],
      ["/to", 'Cannot play connection "": give its number'],
      ["/to 0", 'Cannot play connection "0": give its number'],
      ["/to you", 'Cannot play connection "you": give its number'],
      ["/to 1 2", 'Cannot do "/to 1 2": type /help'],
      ["\\q", 'Cannot read the escape "\\q"'],
      ["\\x4", 'Cannot read the escape "\\x"'],
      ["\\", 'Cannot read the escape "\\"'],
    ]
  ) assertThrows(() => readTyped(line), TypingError, sentence);
});
