import { assertEquals } from "@std/assert";
import { anchorOf, referredSections } from "./reference.ts";

const REFERENCE = `### The calls

Two calls.

#### In C

One more.

### Systems

Linux.

### Sources

RFC 9293.
`;

Deno.test("referredSections() gives what a text leads to, each section whole and once", () => {
  const text =
    "It waits ([the calls](#the-calls)), *[later](#sources)* and [again](#the-calls).";
  assertEquals(
    referredSections(text, REFERENCE),
    "### The calls\n\nTwo calls.\n\n#### In C\n\nOne more.\n\n### Sources\n\nRFC 9293.",
  );
  assertEquals(
    referredSections("See [it](#in-c).", REFERENCE),
    "#### In C\n\nOne more.",
  );
  assertEquals(referredSections("See [step 2](#2--more).", REFERENCE), "");
});

Deno.test("anchorOf() makes the anchor that code hosts make", () => {
  assertEquals(
    anchorOf("IPv4 (RFC 791, section 3.1)"),
    "ipv4-rfc-791-section-31",
  );
  assertEquals(anchorOf("9 · The end"), "9--the-end");
});
