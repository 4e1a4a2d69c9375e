import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 5 and 6 and beyond: a trace, judged and received. */
export const TRACES: Record<string, Hint> = {
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
    "Await read() alone, without setTimeout() and without a race.",
  ],
  "sends nothing": [
    "What do you write on this connection?",
    "The server begins by itself.",
    "Take every write() out of receiveTrace(): only read() and close() are called.",
  ],
  "reads lengths in network order": [
    "Which of the two bytes is the high one?",
    "The first: network order.",
    "length[0] * 256 + length[1]",
  ],
  "rejects when nobody listens": [
    "What happens to the error of Deno.connect()?",
    "The caller must see it.",
    "Await it outside of any catch.",
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
    "Look at flags and senders alone: a RST, a FIN of each end, SYN and ACK in one segment.",
  ],
  "tells two ends with one port apart": [
    "What tells the two ends apart?",
    "Address and port together.",
    "`${packet.source} ${segment.sourcePort}`",
  ],
  "lets the first RST decide, whatever follows it": [
    "What does a packet behind the RST change?",
    "Nothing: a SYN sent again or a SYN,ACK after it is not before it.",
    "Return at the first RST that you meet.",
  ],
  "looks at a trace to its end": [
    "How many packets does your loop look at?",
    "A RST may be the last of thousands; the order of the rules decides, not the place in the trace.",
    "Go through the whole trace; then ask: RST, both FINs, SYN,ACK.",
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
  "receives a packet in thousands of pieces": [
    "How many pieces may a packet have?",
    "One read may give one byte, every time: count bytes, not reads.",
    "Read on until the packet is full, however many reads that takes.",
  ],
  "receives thousands of packets of every size, each in an array of its own": [
    "In which buffer does each packet lie?",
    "A view of a buffer that is read into again changes later.",
    "new Uint8Array(length) for each packet.",
  ],
  "reads what an array holds now": [
    "Which of your functions knows an array again?",
    "Who reads from a connection uses one array for many packets.",
    "Keep no results. Each call looks at the bytes.",
  ],
  "reads one array of several in a buffer": [
    "What do you keep for a buffer?",
    "Several arrays may lie in one buffer, each at a byteOffset of its own.",
    "Make a DataView in each call, and keep none.",
  ],
  "receives more than 16 MB": [
    "Where does your code count bytes or packets?",
    "A trace ends where the stream ends, however long it is.",
    "Take the limit out: only read() that gives null ends the loop.",
  ],
  "rejects when the stream ends inside a length or a packet, and closes": [
    "Where did the stream end?",
    "Between two packets it is the end. After one byte of a length, or before the last byte of a packet, something is missing.",
    "Throw when got > 0, or when a packet was announced; close in finally.",
  ],
  "rejects when the connection is reset, and closes": [
    "What happens to an error of read()?",
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
};
