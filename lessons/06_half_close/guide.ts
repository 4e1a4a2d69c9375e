import type { Guide } from "../../workbook/guide.ts";
import { HINTS } from "./_hints.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "late-line",
      question:
        "The server has called closeWrite(). The client has read end of stream, and writes a late line. What does the server's read() give?",
      options: [
        "the late line",
        "end of stream (null): the server has sent FIN",
        "BrokenPipe",
      ],
      right: 0,
      why:
        "FIN ends one direction. The server is in FIN_WAIT_2 and still receives; the client is in CLOSE_WAIT and still sends.",
      about: "misconception 7",
    },
    {
      id: "read-after-close",
      question:
        "This time the server calls close(). The notes say that it can still read. What does its next read() give?",
      options: [
        "it waits for the client's next bytes",
        "end of stream (null)",
        "an error: the descriptor is gone",
      ],
      right: 2,
      why:
        "close() gives the descriptor back: nothing is read or written through it any more. The connection lives on in the kernel alone, without a descriptor.",
      about: "E59",
    },
    {
      id: "write-to-closed",
      question:
        "The client has read end of stream and writes a line to the closed server. What does this first write() give?",
      options: [
        "BrokenPipe",
        "the number of bytes, as for an open connection",
        "it waits for ever",
      ],
      right: 1,
      why:
        "write() only hands bytes to the client's own kernel. The refusal (RST) comes after it, and the next write() meets it.",
      about: "misconception 11",
    },
    {
      id: "readable-end",
      question:
        "The client has half-closed, and the server has read server.readable to its end. Now the server writes its reply: what happens?",
      options: [
        "the reply arrives",
        "the write waits for the client",
        "the write fails: the connection is closed",
      ],
      right: 2,
      why:
        "The stream of a connection closes the whole connection at end of stream. read() does not.",
      about: "misconception 6",
    },
    {
      id: "four-queues",
      question:
        "Client and server have stopped: each waits in write(), and all four queues are full. Which one call lets everything continue?",
      options: [
        "the client calls read()",
        "the client calls write() again",
        "the client calls closeWrite()",
      ],
      right: 0,
      why:
        "The ring opens where somebody reads: room in the client's receive queue lets the server's write() end, then the server reads again, then the client's write() ends. closeWrite() waits for the write that is pending.",
      about: "misconception 3",
    },
    {
      id: "one-unread-byte",
      question:
        "The server wrote megabytes and called close(), while one byte from the client lay unread in its receive queue. What does the client get?",
      options: [
        "all that the server wrote, then end of stream",
        "a part of it, then a reset",
        "nothing",
      ],
      right: 1,
      why:
        "close() with unread data sends RST and discards what was not delivered yet. The same close() with the byte read delivers everything.",
      about: "E57",
    },
  ],
  hints: HINTS,
};
