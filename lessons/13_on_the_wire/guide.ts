import type { Guide } from "../../workbook/guide.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "first-packet",
      question:
        "A client connects to a server. Neither program has written anything. What does the first packet carry?",
      options: [
        "headers only: 60 bytes",
        "there is none before the first write()",
        "one header, of IP: 20 bytes",
      ],
      right: 0,
      why: "A SYN: 20 bytes of IP and 40 of TCP, no payload.",
      about: "A4, H1",
    },
    {
      id: "ack-of-hello",
      question:
        "SYN has the number 2633227934. Then hello is sent. Which number acknowledges it?",
      options: ["5", "2633227939", "2633227940"],
      right: 2,
      why: "SYN takes one number, hello five: j + 1 + 5.",
      about: "H1, C1",
    },
    {
      id: "old-syn",
      question:
        "The SYN with the number 90 is from an earlier attempt, and was late. The client gets SYN,ACK with 91. What does it send?",
      options: ["ACK: it is an answer", "RST", "nothing"],
      right: 1,
      why:
        "It has sent nothing that 91 acknowledges, so it refuses (RFC 9293 section 3.5, figure 8).",
      about: "H5, E48",
    },
    {
      id: "two-fins",
      question:
        "The server's FIN is there twice, 5 milliseconds apart, with one number. Why?",
      options: [
        "each direction has its FIN",
        "the server closed twice",
        "the first one had not been acknowledged yet",
      ],
      right: 2,
      why: "What is not acknowledged is sent again, with the same number.",
      about: "H1",
    },
    {
      id: "tcp-sums",
      question:
        "Each segment carries a checksum. Of the segments captured on loopback, how many carry the right one?",
      options: [
        "all: otherwise they would be dropped",
        "few: nobody computes it there",
        "none",
      ],
      right: 1,
      why: "No wire lies between, so Linux leaves the sum open.",
      about: "E44",
    },
    {
      id: "syn-then-reset",
      question: "A SYN is answered by RST,ACK. What did connect() give?",
      options: ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT"],
      right: 0,
      why: "A reset in answer to a SYN says: nobody listens.",
      about: "F4, E32",
    },
  ],
  hints: {
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
      "What do <<, >> and | make of bit 31?",
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
      "Which headers cannot be?",
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
      "What becomes of a sum above 65535?",
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
      "Sum all bytes that you are given.",
    ],
    "computes the sum that a header must carry": [
      "Which numbers are added?",
      "The sender puts 0 in the field, sums, and writes the result there.",
      "Sum all bytes that you are given, whatever they are.",
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
    "says that nobody answered": [
      "What is there besides SYN?",
      "If no rule before fits, nobody has answered.",
      'The last line: return isOpen ? "open" : "timed-out";',
    ],
    "says that a connection was refused": [
      "What came before the reset?",
      "No SYN,ACK: nobody listens. RST,ACK is a reset, too.",
      'if (flags.includes("RST")) return isOpen ? "reset" : "refused";',
    ],
    "says that a connection is open": [
      "Which segment says that the server agrees?",
      "SYN,ACK. The third segment may not be captured yet.",
      "Remember that a segment with SYN and ACK has come.",
    ],
    "says that a connection was reset": [
      "What came before the reset?",
      "After a SYN,ACK a reset ends a connection that was there.",
      "Remember SYN,ACK, and look at it when a RST comes.",
    ],
    "says that a connection was closed": [
      "How do you know that both ends have sent FIN?",
      "Two FINs come from two endpoints. Either may come first, and it may have other flags.",
      "Put address and port of each sender of a FIN into a Set; closed is size 2.",
    ],
    "calls a half-closed connection open": [
      "How many ends have sent FIN?",
      "One: the other direction is still open.",
      "Only FINs from both ends close.",
    ],
    "takes a FIN that is sent again for one": [
      "Is each FIN a new one?",
      "A FIN that nobody acknowledged is sent again by the same end.",
      "Count ends, not FINs.",
    ],
    "skips packets that are not TCP over IPv4": [
      "What do your functions say of each packet?",
      "null, or a protocol other than 6, or no segment: skip it and go on.",
      "if (packet?.protocol !== 6) continue; and the same for a segment that is null.",
    ],
    "receives the packets of a server": [
      "Where does a packet end, and who closes?",
      "Two bytes say how long it is. Each packet needs bytes of its own.",
      "Read 2 bytes, then that many, into a new array; close in finally.",
    ],
    "gives no packets when none come": [
      "What does read() give at end of stream?",
      "null. Before a length that is the end of the trace.",
      "Return the array, even if it is empty.",
    ],
    "waits for the rest, however long it takes": [
      "What ends the trace?",
      "Only the end of the stream. Silence says nothing.",
      "Use no timer.",
    ],
    "sends nothing": [
      "What do you write on this connection?",
      "The server begins by itself.",
      "Do not call write().",
    ],
    "reads lengths in network order": [
      "Which of the two bytes is the high one?",
      "The first: network order.",
      "length[0] * 256 + length[1]",
    ],
    "rejects when nobody listens": [
      "What becomes of the error of Deno.connect()?",
      "The caller must see it.",
      "Await it outside of any catch.",
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
    "knows a SYN,ACK by its two bits, whatever else is set": [
      "Is the text of the flags compared whole?",
      "ECE may be set beside SYN and ACK (RFC 3168).",
      'flags.includes("SYN") && flags.includes("ACK"), after a split at the comma.',
    ],
    "knows a RST by its bit, whatever else is set": [
      "Is the text of the flags compared whole?",
      "Beside RST any other bit may be set, most often ACK.",
      'flags.includes("RST"), after a split at the comma.',
    ],
    "knows two sockets that connect to each other at once": [
      "Which end is the client here?",
      "Both send SYN and SYN,ACK. Do not ask who is who.",
      "Use only the rules of the contract.",
    ],
    "tells two ends with one port apart": [
      "What tells the two ends apart?",
      "Address and port together.",
      "`${packet.source} ${segment.sourcePort}`",
    ],
    "puts packets together that come byte by byte": [
      "How many bytes does one read() give?",
      "One at least, and not more than there are. Read until you have enough.",
      "Loop: got += n, and read into bytes.subarray(got).",
    ],
    "receives a length or a packet that comes in two pieces": [
      "Which of the two do you read with a single read()?",
      "A length may be cut in the middle, too.",
      "Use one function that fills an array, for both.",
    ],
    "keeps a packet without bytes": [
      "Is a length of 0 an end?",
      "It is a packet of no bytes. A read into an empty array gives 0, or waits.",
      "Do not read when there is nothing to read; push an empty array.",
    ],
    "receives a thousand packets of every size, each in an array of its own": [
      "In which buffer does each packet lie?",
      "A view of a buffer that is read into again changes later.",
      "new Uint8Array(length) for each packet.",
    ],
    "rejects when the stream ends inside a length or a packet, and closes": [
      "Where did the stream end?",
      "Between two packets it is the end. After one byte of a length, or before the last byte of a packet, something is missing.",
      "Throw when got > 0, or when a packet was announced; close in finally.",
    ],
    "rejects when the connection is reset, and closes": [
      "What becomes of an error of read()?",
      "It is passed on: half a trace would look whole.",
      "try and finally, no catch.",
    ],
    "works over IPv6": [
      "Which host does Deno.connect() get?",
      "The server says where it is: its hostname may be ::1.",
      "const { hostname, port } = server, and both go to Deno.connect().",
    ],
    "keeps two traces apart": [
      "What do two calls share?",
      "A variable at the top of the module belongs to all calls.",
      "Declare arrays and buffers inside the function.",
    ],
  },
};
