import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 1 to 4: packets, segments, numbers and sums. */
export const PACKETS: Record<string, Hint> = {
  "reads a recorded SYN": [
    "At which offset does the field stand that differs?",
    "The table of the header is in the Reference: version and IHL, then total length, time to live at 8, protocol at 9, addresses at 12 and 16.",
    'view.getUint16(2) is the total length, bytes.subarray(12, 16).join(".") is the source.',
  ],
  "tells source and destination apart": [
    "Which address comes first in the header?",
    "The sender stands first: bytes 12 to 15. The receiver: bytes 16 to 19.",
    'source: bytes.subarray(12, 16).join("."), destination: bytes.subarray(16, 20).join(".")',
  ],
  "reads protocol and time to live": [
    "Which byte is which, and do you refuse some values?",
    "Time to live is byte 8, protocol byte 9. Each of the 256 values is read.",
    "ttl: bytes[8], protocol: bytes[9], and no condition on either.",
  ],
  "reads lengths of two bytes": [
    "In which order do the two bytes stand, and is there a sign?",
    "Network order: the high byte first. A length has no sign.",
    "view.getUint16(2)",
  ],
  "skips the options of a header": [
    "Where does the payload begin when there are options?",
    "IHL counts words of four bytes, options included.",
    "(bytes[0] & 0x0f) * 4 is the length of the header; cut the payload there.",
  ],
  "drops what stands behind totalLength": [
    "Where does the packet end: with the bytes you were given?",
    "Ethernet pads short frames. The packet ends at totalLength, counted from its first byte.",
    "payload: bytes.subarray(headerLength, totalLength)",
  ],
  "gives null for fewer than 20 bytes": [
    "What happens when the header is not whole?",
    "A DataView throws when it reads behind its end. Look at the length first.",
    "if (bytes.length < 20) return null;",
  ],
  "gives null for another version": [
    "Where is the version?",
    "In the upper half of the first byte; only 4 is read here.",
    "if (bytes[0] >> 4 !== 4) return null;",
  ],
  "gives null for a header of fewer than 20 bytes": [
    "Which values of IHL make no sense?",
    "A header has five words at least.",
    "if (headerLength < 20) return null;",
  ],
  "gives null for a totalLength below the header's": [
    "Can a packet end inside its own header?",
    "totalLength counts the header, too.",
    "if (totalLength < headerLength) return null;",
  ],
  "gives null for a packet that is cut off": [
    "Are all bytes there that the header announces?",
    "Compare totalLength with the bytes you were given.",
    "if (bytes.length < totalLength) return null;",
  ],
  "reads a packet in a view of a larger buffer": [
    "Where does the array begin in its buffer?",
    "bytes.buffer is the whole buffer. bytes.byteOffset says where the array begins.",
    "new DataView(bytes.buffer, bytes.byteOffset, bytes.length)",
  ],
  "reads a fragment as any other packet": [
    "Which rule of yours looks at bytes 6 and 7?",
    "Part 1 lists what makes a packet null: nothing else does.",
    "A fragment is a packet with a header of its own. Take that rule out.",
  ],
  "reads a recorded SYN and its answer": [
    "At which offset does the field stand that differs, and how is it written?",
    "Ports at 0 and 2, numbers at 4 and 8, data offset at 12, flags at 13, window at 14. Names of flags are joined by a comma alone.",
    "view.getUint32(4) has no sign; view.getInt32(4) has one.",
  ],
  "reads ports and window": [
    "Which two bytes make which number?",
    "All three are numbers of 16 bits in network order. Byte 12 has other bits beside the data offset.",
    "view.getUint16(0), view.getUint16(2), view.getUint16(14); the offset is bytes[12] >> 4.",
  ],
  "reads sequence numbers without a sign": [
    "What do <<, >> and | do with bit 31?",
    "They work with signed numbers of 32 bits.",
    "view.getUint32(4) and view.getUint32(8)",
  ],
  "gives the acknowledgment field as it is without ACK": [
    "Does the flag change what the bytes hold?",
    "The field has a meaning only with ACK, but it is read in any case.",
    "ack: view.getUint32(8), without a condition.",
  ],
  "names the flags of an exchange": [
    "Which bit is which flag?",
    "From the lowest bit up: FIN, SYN, RST, PSH, ACK.",
    'names.filter((_, i) => bits & 1 << i).join(",")',
  ],
  "names any set of flags": [
    "What are the names of all eight bits?",
    "Above ACK there are URG, ECE and CWR. No bit gives an empty text.",
    '["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]',
  ],
  "finds the payload behind the options": [
    "Where does the payload begin?",
    "The data offset counts words of four bytes from the first byte of the segment.",
    "bytes.subarray((bytes[12] >> 4) * 4)",
  ],
  "gives null for what is no segment": [
    "Which headers are not possible?",
    "Fewer than 20 bytes; a data offset below 5; a header longer than the segment.",
    "if (headerLength < 20 || headerLength > bytes.length) return null;",
  ],
  "reads a segment in a view of a larger buffer": [
    "Where does the array begin in its buffer?",
    "The payload of a packet is a view: its byteOffset is not 0.",
    "new DataView(bytes.buffer, bytes.byteOffset, bytes.length)",
  ],
  "reads every segment of a recorded session": [
    "What is a segment read from?",
    "From the payload of the packet, not from the packet.",
    "parseTcpSegment(parseIpv4Packet(bytes).payload)",
  ],
  "counts the bytes of the payload": [
    "How many numbers does a segment take?",
    "Each byte of the payload takes one, and the answer is the number behind the last.",
    "segment.seq + segment.payload.length, without a sign.",
  ],
  "counts one for SYN and one for FIN": [
    "Which flags take a number?",
    "SYN and FIN take one each, beside other flags, too.",
    "Split flags at the comma, and count the entries that are SYN or FIN.",
  ],
  "counts nothing for the other flags": [
    "Does every segment count something?",
    "ACK, RST, PSH, URG, ECE and CWR take no number.",
    "Count SYN and FIN only.",
  ],
  "adds flags and bytes": [
    "What if a segment has both?",
    "The last bytes and FIN often come together.",
    "Add the length of the payload and one for each of SYN and FIN.",
  ],
  "begins at 0 again behind 4294967295": [
    "What comes after the largest number of 32 bits?",
    "0. And | 0 makes a signed number.",
    "% 2 ** 32, or >>> 0",
  ],
  "gives the numbers of a recorded handshake": [
    "What answers a SYN?",
    "j + 1, and SYN,ACK is answered by k + 1.",
    "seq + payload.length + 1 for a SYN without payload.",
  ],
  "sums numbers of 16 bits in network order": [
    "Which of two bytes is the high one, and what is the result?",
    "The first of two is the high one. The result is the complement: 65535 less the sum.",
    "sum += bytes[at] * 256 + bytes[at + 1]; return 0xffff - sum;",
  ],
  "adds a carry again": [
    "What happens to a sum above 65535?",
    "What is carried out of 16 bits is added at the lowest place. That may carry again.",
    "After each addition: if (sum > 0xffff) sum -= 0xffff;",
  ],
  "pads an odd last byte with zero": [
    "Is a single last byte the high or the low one?",
    "Imagine a zero behind it: it is the high one.",
    "bytes[at + 1] ?? 0",
  ],
  "gives 65535 for no bytes": [
    "What is the sum of nothing?",
    "0, and its complement is 65535.",
    "Begin with sum = 0, and return 0xffff - sum, without a test for the length.",
  ],
  "gives 0 for a header that carries its sum": [
    "Do you leave the checksum field out?",
    "The function knows no header. With the checksum in place the result is 0.",
    "Leave out no offset: add the bytes at 0, 2, 4 … up to the end.",
  ],
  "computes the sum that a header must carry": [
    "Which numbers are added?",
    "The sender puts 0 in the field, sums, and writes the result there.",
    "Treat 0 in the checksum field as any other number, and return the complement of the sum.",
  ],
  "sums any bytes": [
    "For which bytes does your sum differ?",
    "Try carries, odd lengths, and bytes above 127.",
    "sum += bytes[at] * 256 + (bytes[at + 1] ?? 0), for at = 0, 2, 4 …; after each addition: if (sum > 0xffff) sum -= 0xffff;",
  ],
  "sums a view into a larger buffer": [
    "Which bytes belong to the array?",
    "bytes.buffer may hold more than the array.",
    "Use bytes[at], or a DataView with byteOffset and length.",
  ],
  "reads packets up to 65,535 bytes": [
    "What is the largest total length?",
    "65,535: all 16 bits.",
    "view.getUint16(2), without a sign and without a limit of your own.",
  ],
  "sums more bytes than a packet can hold": [
    "How large does your sum become before the carry is added?",
    "<<, >>, | and & work with signed numbers of 32 bits. A sum above 2147483647 does not fit.",
    "Add the carry after each addition, or use % and Math.floor().",
  ],
};
