import type { Guide } from "../../workbook/guide.ts";
import { NUMBERS } from "./_hints_numbers.ts";
import { HEADERS } from "./_hints_headers.ts";

/** What the lesson on byte order asks before the evidence, and its hints. */
export const guide: Guide = {
  questions: [
    {
      id: "two-orders",
      question:
        "The client reads the two bytes 26 5d as one number. Which number is it?",
      options: [
        "9821, the only number with these two bytes",
        "23846, the only number with these two bytes",
        "9821 or 23846, as the reader chooses; neither reading fails",
      ],
      right: 2,
      why:
        "The call gave both numbers without an error: 9821 in network order, 23846 in the other. Nothing in the bytes tells which is meant.",
      about: "C1",
    },
    {
      id: "in-memory",
      question:
        "This machine keeps 9821, 0x265d, in memory. Which byte has the lower address?",
      options: [
        "26 on every machine",
        "5d on a little-endian machine, 26 on a big-endian one",
        "5d on every machine",
      ],
      right: 1,
      why:
        "The bytes shown are this machine's own. A little-endian machine puts the low byte, 5d, first; a big-endian one the high byte, 26.",
      about: "C1",
    },
    {
      id: "forgotten-htons",
      question:
        "A C program on a little-endian machine sets sin_port = 9821 and forgets htons. Where does it listen?",
      options: [
        "nowhere: bind() returns -1",
        "on port 9821: the kernel converts",
        "on port 23846",
      ],
      right: 2,
      why:
        "The kernel reads the bytes 5d 26 in network order: 23846. That is a port, too, so bind() has nothing to refuse.",
      about: "misconception 17",
    },
    {
      id: "table-row",
      question:
        "Linux prints these four bytes as one hexadecimal number of the machine's own order. What stands in the table on a little-endian machine?",
      options: ["7F000001", "0100007F", "100000F7"],
      right: 1,
      why:
        "Read as one little-endian number, the bytes 7f 00 00 01 are 0x0100007F. On a big-endian machine the same row shows 7F000001.",
      about: "C4",
    },
    {
      id: "cut",
      question:
        "`view.setUint16(0, 65536)` writes a number of 17 bits into two bytes. What does `view.getUint16(0)` give?",
      options: [
        "65535, the largest number that fits",
        "0, the low 16 bits",
        "nothing: setUint16() throws a RangeError",
      ],
      right: 1,
      why:
        "A DataView keeps the low bits and reports nothing, and so does C's htons(). A program that wants to refuse a number must look at it first.",
      about: "C2",
    },
    {
      id: "two-headers",
      question:
        "Two headers of 7 bytes are written, one after the other. How many bytes does one `read()` into 1024 bytes give?",
      options: [
        "7: one write, one read",
        "always 14",
        "from 1 to 14: the stream has no boundaries",
      ],
      right: 2,
      why:
        "Here both headers came at once, 14 bytes. TCP keeps the order of bytes and not the boundaries of writes, so any count from 1 is possible.",
      about: "misconception 1",
    },
  ],
  hints: { ...NUMBERS, ...HEADERS },
};
