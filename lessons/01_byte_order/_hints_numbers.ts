import type { Hint } from "../../workbook/guide.ts";

/** A number of so many bits is refused unless it fits. */
const inRange = (bits: 16 | 32): Hint => [
  `Which numbers does a u${bits} hold? Think of negative numbers, fractions and NaN too.`,
  "`Number.isInteger`, two comparisons, and `throw new RangeError(…)`.",
  `Before anything else: if the value is no integer, below 0 or above 2^${bits} - 1, throw a RangeError.`,
];

const CHECK_FIRST: Hint = [
  "Is a value out of range less wrong where nothing is swapped?",
  "Which comes first in your function: the check, or the return for a big-endian host?",
  "Move the check to the first line, before the host order is looked at.",
];

const UNSIGNED: Hint = [
  "What is `255 << 24` in JavaScript?",
  "`<<`, `|` and `&` give signed 32-bit numbers; `>>> 0` and `getUint32` give unsigned ones.",
  "Make the result unsigned with `>>> 0` as the last operation, even where nothing is swapped; or use a DataView.",
];

const TABLE_ADDRESS: Hint = [
  "`0100007F` stands for 7f 00 00 01 on one kind of machine. Which, and what does the other kind print? Is the port treated alike?",
  "`parseInt(text, 16)`, and `DataView.setUint32` with the order of the machine that printed it.",
  "Write the 32-bit number into 4 bytes in the order of `host`; these bytes are the address. The port is a plain hexadecimal number on both.",
];

/** Hints to parts 1 to 3, and to the table address: one number, in both orders. */
export const NUMBERS: Record<string, Hint> = {
  "names the byte order of this machine": [
    "How can a program see single bytes of a number that it holds?",
    "A typed array keeps numbers as the machine does; a second one over the same `buffer` shows the bytes.",
    "Put 1 into a Uint16Array and look at byte 0 of its buffer: on a little-endian machine the low byte is there.",
  ],
  "htons swaps two bytes for a little-endian host": [
    "9821 is 0x265d. Which number has the same two bytes the other way round?",
    "`DataView.setUint16` and `getUint16` take the byte order as their last argument.",
    "Write the number in one order and read the same two bytes in the other; or move the low byte up by 8 bits and the high byte down.",
  ],
  "htons changes nothing for a big-endian host": [
    "Network order is big-endian. What must a big-endian host change?",
    "Look at what your function does with its second argument.",
    "When `host` is big-endian the result is the value itself, after the same check.",
  ],
  "ntohs turns a port back in both orders": [
    "What happens to two bytes that are swapped twice?",
    "Compare the work of ntohs with that of htons for each host order.",
    "Swapping is its own inverse: ntohs does what htons does, and nothing on a big-endian host.",
  ],
  "htonl reverses four bytes for a little-endian host": [
    "127.0.0.1 is 7f 00 00 01. What is the first byte after the conversion, and what the second?",
    "`DataView.setUint32` and `getUint32`; with shifts, each of the four bytes moves to a place of its own.",
    "Byte 0 goes to 3, byte 1 to 2, byte 2 to 1, byte 3 to 0: write the number in one order, read it in the other.",
  ],
  "htonl changes nothing for a big-endian host": [
    "Does a big-endian host keep an address differently from the network?",
    "Look at what your function does with its second argument.",
    "When `host` is big-endian the result is the value itself, after the same check.",
  ],
  "ntohl turns an address back in both orders": [
    "What happens to four bytes that are reversed twice?",
    "Compare the work of ntohl with that of htonl for each host order.",
    "Reversing is its own inverse: ntohl does what htonl does, and nothing on a big-endian host.",
  ],
  "htonl never gives a negative number": UNSIGNED,
  "ntohl never gives a negative number": UNSIGNED,
  "htons refuses what is not a u16": inRange(16),
  "htons refuses the same for a big-endian host": CHECK_FIRST,
  "ntohs refuses what is not a u16": inRange(16),
  "ntohs refuses the same for a big-endian host": CHECK_FIRST,
  "htonl refuses what is not a u32": inRange(32),
  "htonl refuses the same for a big-endian host": CHECK_FIRST,
  "ntohl refuses what is not a u32": inRange(32),
  "ntohl refuses the same for a big-endian host": CHECK_FIRST,
  "a refused conversion names the value and the limit": [
    "Could a reader of the message tell what was given and what would have been right?",
    "The text that RangeError gets: a template with the value in it.",
    "Write the value as `${value}` and the limit as a number (65535, 4294967295) or a width (16-bit, u32).",
  ],
  "reads a table address of a little-endian machine": TABLE_ADDRESS,
  "reads a table address of a big-endian machine": TABLE_ADDRESS,
};
