import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 3 and 4: the structures, and endpoints compared. */
export const STRUCTURES: Record<string, Hint> = {
  "lays out an IPv4 endpoint in 16 bytes": [
    "How many bytes does each field have, and in which order are they?",
    "Look at `DataView.setUint16()` and its third argument.",
    "Family at 0, port at 2 in network order, address at 4, and 8 zero bytes, in a new array for each call.",
  ],
  "lays out an IPv6 endpoint in 28 bytes": [
    "What stands between the port and the address, and what after the address?",
    "Look at the table of sockaddr_in6 in the lesson.",
    "Family at 0, port at 2, four zeros, address at 8, four zeros, in a new array for each call.",
  ],
  "lays out an IPv4-mapped address as the IPv6 address it is": [
    "How many address bytes does the text stand for?",
    "Which of your parsers reads it?",
    "What `parseIpv6()` reads is family 10, without an exception.",
  ],
  "lays out each endpoint in bytes of its own": [
    "What happens to a structure when the next one is made?",
    "Look at where `new Uint8Array()` stands: inside or outside of the function.",
    "Make a new array in each call; `inet_ntoa()` is the warning.",
  ],
  "writes only the family in the order of the host": [
    "Which fields does another machine read, which the kernel of this one only?",
    "Where do you use `host`?",
    "`host` decides the two bytes of the family; every other number is in network order.",
  ],
  "refuses a port outside 0 to 65535": [
    "What does `setUint16()` store for 65536?",
    "Test the port before you write it.",
    "Throw a `RangeError` whose message holds the port and 65535.",
  ],
  "refuses a host that is no numeric address": [
    "What do you have when both parsers return `null`?",
    "Throw before the structure is made.",
    "Throw a `TypeError` whose message holds the host as it was given.",
  ],
  "reads the endpoint in a structure of 16 bytes": [
    "At which offsets do port and address stand?",
    "Look at `DataView.getUint16()`: which order for the family, which for the port?",
    "Family 2 in `host` order, port at 2 in network order, the address is bytes 4 to 7.",
  ],
  "reads the endpoint in a structure of 28 bytes": [
    "Where does the address begin?",
    "Skip four bytes of flow information.",
    "Port at 2, address from 8 to 23, written by `formatIpv6()`.",
  ],
  "reads an IPv4-mapped address": [
    "What does your `formatIpv6()` write for it?",
    "Family 10 has its address at 8, whatever the address is.",
    "Give bytes 8 to 23 to `formatIpv6()`.",
  ],
  "gives null for another family": [
    "Which number are the two bytes 02 00 on each kind of host?",
    "Read both bytes as one number in `host` order.",
    "If that number is neither 2 nor 10, return `null`.",
  ],
  "gives null when bytes are missing": [
    "How many bytes does each family need?",
    "Compare `bytes.length` before you read a field.",
    "Below 2 there is no family; 2 needs 16 bytes, 10 needs 28.",
  ],
  "reads a structure that lies inside a larger buffer": [
    "Where in its buffer does a `Uint8Array` begin?",
    "Look at `new DataView(bytes.buffer)`.",
    "Pass `bytes.byteOffset` and `bytes.length` too.",
  ],
  "reads a structure with other bytes behind it": [
    "How many bytes does `accept()` offer the kernel, and how many does an IPv4 address take?",
    "Look for `===` in a comparison with 16 or with 28.",
    "The family tells which length is needed; more bytes than that are enough, too.",
  ],
  "reads back what it laid out": [
    "Which of the two functions puts a field elsewhere?",
    "Print the bytes of `encodeSockaddr()` and read them by hand.",
    "Use the same offset and the same order for a field in both functions.",
  ],
  "tells endpoints apart by address and by port": [
    "Which two things make an endpoint?",
    "Compare the fields, not the objects.",
    "Ports equal and addresses equal: both are needed.",
  ],
  "compares addresses, not spellings": [
    "What do all spellings of an address have in common?",
    "Parse both host names before you compare.",
    "Compare the bytes, or a text that you wrote yourself from the bytes.",
  ],
  "takes an IPv4-mapped address for its IPv4 address": [
    "How do 4 bytes become 16, or 16 become 4?",
    "Look at the first 12 bytes of an IPv4-mapped address.",
    "Bring both addresses to one family, then compare.",
  ],
  "takes no other IPv6 address for an IPv4 one": [
    "Which bytes of the IPv6 address did you not look at?",
    "`::127.0.0.1` is not IPv4-mapped: its bytes 10 and 11 are zero.",
    "Only ten zero bytes and two of 255 before the last four make it an IPv4 address.",
  ],
};
