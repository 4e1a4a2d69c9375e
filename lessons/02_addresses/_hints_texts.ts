import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 1 and 2, and to the fine rules: from text to bytes and back. */
export const TEXTS: Record<string, Hint> = {
  "reads four numbers as four bytes": [
    "Into how many parts do the dots cut the text, and what is each part?",
    'Look at `text.split(".")` and at `Uint8Array.from(parts, Number)`.',
    "Split at the dots, test that there are four numbers, and put each into its byte, the first one first.",
  ],
  "refuses a number above 255": [
    "What is left of 256 in one byte?",
    "Compare each number with 255 before it goes into the array.",
    "Return `null` as soon as one of the numbers is larger than 255.",
  ],
  "refuses fewer or more than four numbers": [
    'What does `Number("")` give, and how many parts does `1.2.3` have?',
    "Look at the number of parts and at empty parts.",
    "Accept exactly four parts, each with at least one digit; anything else is `null`.",
  ],
  "refuses a leading zero": [
    "Is 010 ten or eight? Two functions of the C library disagree.",
    "Test the text of each part, not its value.",
    "A part is `0`, or it begins with a digit from 1 to 9 and goes on with digits.",
  ],
  "refuses other characters in four numbers": [
    "Which texts do `Number()` and `parseInt()` forgive?",
    "Test each part with a regular expression that begins with `^` and ends with `$`.",
    "Allow the digits 0 to 9 only, before you convert.",
  ],
  "reads eight groups as sixteen bytes": [
    "How many bits does a group of four hexadecimal digits have?",
    "Look at `parseInt(part, 16)` and at the two halves of its value.",
    "Each group gives two bytes: the value shifted right by 8, then its low 8 bits.",
  ],
  "reads :: as the groups that are missing": [
    "Which groups are known when you have read what stands on both sides of `::`?",
    "Split at `::` first, then each side at `:`.",
    "Put the left side at the beginning and the right side at the end of 16 zero bytes.",
  ],
  "reads :: that stands for one group": [
    "How many groups may stand beside a `::`?",
    "Look at your comparison of 8 with the groups that are there.",
    "With `::` there are at most seven groups, without it there are exactly eight.",
  ],
  "reads an IPv4 address at the end": [
    "How many bytes are the four numbers, and how many groups is that?",
    "Give the last part to `parseIpv4()` when it holds a dot.",
    "Add the four bytes in the place of two groups, and count them as two.",
  ],
  "refuses a second ::": [
    "Could two gaps be filled in one way only?",
    'How many parts does `text.split("::")` give?',
    "More than two parts mean more than one `::`: return `null`.",
  ],
  "refuses a colon too many": [
    "Which part is empty in `1:::2`, in `1:` and in `:1`?",
    "An empty part is allowed beside a `::` only; do not filter it out.",
    "After the split at `::`, a side is empty as a whole, or has no empty part.",
  ],
  "refuses too few or too many groups": [
    "How many groups does an address without `::` have?",
    "Count, and let an IPv4 address at the end count as two.",
    "Without `::` the bytes must be 16 exactly, with it at most 14.",
  ],
  "refuses :: where no group is missing": [
    "What would `::` stand for beside eight groups?",
    "Look at your comparison for a text with `::`.",
    "With `::` at least one group must be missing.",
  ],
  "refuses a group that is no hexadecimal number of 1 to 4 digits": [
    'What does `parseInt("12g", 16)` give?',
    "Test each group's text before you convert it.",
    "A group is one to four of the characters 0-9, a-f and A-F, and nothing else.",
  ],
  "refuses a wrong IPv4 address, or one that is not at the end": [
    "Where may the dots stand, and which rules hold for them?",
    "Only the last part of the whole text may go to `parseIpv4()`.",
    "A dotted part before `::` is wrong too, and so is one that `parseIpv4()` refuses.",
  ],
  "refuses zone, brackets, prefix length and white space": [
    "Which of these does a URL, a command or a person add to an address?",
    "Remove nothing from the text before you read it.",
    "Characters other than digits, colons and dots make the text something else: `null`.",
  ],
  "reads an address in every spelling": [
    "In how many ways can the same 16 bytes be written?",
    "Try the spelling of the message by hand, one group after the other.",
    "Padded, upper case, any one run shortened, IPv4 at the end: all are legal at once.",
  ],
  "writes groups in lower case without leading zeros": [
    "How is one group written, with how many digits at least?",
    "Look at `(high << 8 | low).toString(16)`.",
    "Eight groups, each its number in hexadecimal, joined by colons.",
  ],
  "writes :: for a run of zero groups": [
    "What stands left of the run, what right of it, and what if one is empty?",
    "Work with the list of groups, not with the text.",
    "Join the groups before the run, join those after it, and put `::` between the two texts.",
  ],
  "writes :: for the longest run": [
    "Which run saves most?",
    "Go through all runs and keep start and length of the best.",
    "Replace the best only when a run is longer than it.",
  ],
  "writes :: for the first of two equal runs": [
    "Which of two equal runs does RFC 5952 section 4.2.3 choose?",
    "Look at `>` or `>=` in your comparison of lengths.",
    "A later run of the same length must not replace the first.",
  ],
  "writes a single zero group as 0": [
    "Is `::` shorter than `:0:`?",
    "What is the length of the shortest run that you shorten?",
    "Begin with a best length of one: only a longer run is shortened.",
  ],
  "writes an IPv4-mapped address with dots": [
    "Which 12 bytes does every IPv4-mapped address begin with?",
    "Look at the bytes 0 to 9, then at 10 and 11.",
    "Ten zero bytes and two of 255: write `::ffff:` and the last four bytes with dots.",
  ],
  "writes dots for no other address": [
    "Which of the first 12 bytes did you look at?",
    "Test all of them, not group 6 alone.",
    "Ten bytes are zero and two are 255; in every other case write groups.",
  ],
  "writes random addresses, and leaves their bytes alone": [
    "Which rule does the address in the message need?",
    "Look at statements that change their argument: `reverse()`, `sort()`, `set()`.",
    "Compare your text with the expected one group by group; copy what you want to change.",
  ],
  "writes an address that lies inside a larger buffer": [
    "Where in its buffer does a `Uint8Array` begin?",
    "Look at `new DataView(address.buffer)`.",
    "Pass `address.byteOffset` as the second argument, or use the array's own indices.",
  ],
};
