import type { Guide } from "../../workbook/guide.ts";
import { DECODERS } from "./_hints_decoders.ts";
import { SERVER } from "./_hints_server.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "two-writes",
      question:
        'The client wrote "hello" and then "exit". Both have arrived. What does one read() with room for 1024 bytes give?',
      options: [
        'the 5 bytes "hello"',
        'the 9 bytes "helloexit"',
        "nothing yet: it waits until 1024 bytes are there",
      ],
      right: 1,
      why:
        "A receive queue holds bytes, not writes. read() gives what is there and fits: all nine.",
      about: "E43, misconception 1",
    },
    {
      id: "helloexit",
      question:
        "The notes' server gets hello and exit in one read. How often does it answer, and does it end?",
      options: [
        "twice, and it ends",
        "once, and it ends",
        "once, and it does not end",
      ],
      right: 2,
      why:
        "It takes the chunk helloexit for one message, answers it once, and helloexit is not exit.",
      about: "E43",
    },
    {
      id: "half-character",
      question:
        "é has two bytes, and each came in a read of its own. Each chunk is decoded by a new TextDecoder. What do the two texts look like together?",
      options: [
        "é",
        "two replacement characters (U+FFFD)",
        "an error: the bytes are not UTF-8",
      ],
      right: 1,
      why:
        "Each half alone is no character. A decoder with stream: true keeps the first half for the next chunk.",
      about: "misconception 1",
    },
    {
      id: "claimed-length",
      question:
        "The four bytes say 268435456, and nothing follows. A server makes room for the payload first. How many bytes of memory does it ask for?",
      options: [
        "4: no more has come",
        "none, until the payload comes",
        "268435456, which is 256 MB",
      ],
      right: 2,
      why:
        "The array is made of the number alone. A limit that is checked first costs nothing.",
      about: "misconception 1",
    },
    {
      id: "two-datagrams",
      question:
        'Over a datagram socket somebody sends "hello", "exit" and an empty text. What does the receiver get?',
      options: [
        "three messages, one of them empty",
        "helloexit, then the end",
        "hello, exit, then the end of the stream",
      ],
      right: 0,
      why:
        "One send is one datagram, and it stays one. An empty datagram is a message without bytes; there is no stream that could end.",
      about: "E43",
    },
    {
      id: "same-checksum",
      question:
        'Somebody on the way turns "pay 1234" into "pay 3412". What does the checksum of the segment say?',
      options: [
        "it is wrong: the receiver throws the segment away",
        "it is still right",
        "TCP asks for the bytes again",
      ],
      right: 1,
      why:
        "The sum adds 16-bit words, in any order. And there is no secret in it: after any other change a new sum is computed as easily.",
      about: "E44",
    },
  ],
  hints: { ...DECODERS, ...SERVER },
};
