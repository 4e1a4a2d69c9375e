import type { Guide } from "../../workbook/guide.ts";
import { HINTS } from "./_hints.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "bytes-before-fin",
      question:
        "The server wrote five bytes and closed. The client has read nothing yet. What does its first read() give?",
      options: [
        "null: the server has closed",
        "5: the bytes that it sent before",
        "ConnectionReset",
      ],
      right: 1,
      why:
        "A FIN stands behind the bytes. The receive queue gives them first; then read() gives null, at every call.",
      about: "E37",
    },
    {
      id: "close-during-read",
      question:
        "A read() waits, and your own program calls close() on that connection. What happens to the read?",
      options: ["it gives null", "it waits for ever", "it throws Interrupted"],
      right: 2,
      why:
        "close() ends the wait with an error of its own. A read after close() throws another one: BadResource.",
      about: "E34",
    },
    {
      id: "data-before-reset",
      question:
        "Five bytes wait in the server's receive queue, and the client has sent RST. What does the server's next read() give?",
      options: ["ConnectionReset", "5: the bytes that came before", "null"],
      right: 1,
      why:
        "On Linux the queued bytes come first. Then the error is reported, once; after it the stream looks ended.",
      about: "E37, misconception 12",
    },
    {
      id: "first-write",
      question:
        "The server has closed, and the client has read null. What does the client's next write() give?",
      options: [
        "BrokenPipe",
        "the number of bytes, as for an open connection",
        "it waits for the server",
      ],
      right: 1,
      why:
        "write() hands bytes to one's own kernel. The RST comes afterwards, and the next write() reports it.",
      about: "misconception 11",
    },
    {
      id: "one-of-two",
      question:
        "Two descriptors, c and d, are of one socket. close(c) is called. What does the peer see?",
      options: [
        "FIN: the connection is half-closed",
        "nothing: d still holds the socket",
        "RST",
      ],
      right: 1,
      why:
        "close() gives back a descriptor. Only the last one of a socket sends the FIN.",
      about: "E57",
    },
    {
      id: "leaking-server",
      question:
        "Five clients have connected and closed. The server has read null from each, and never calls close(). What does the kernel's table show?",
      options: [
        "nothing: the kernel closes what is over",
        "five rows in TIME_WAIT",
        "five rows in CLOSE_WAIT",
      ],
      right: 2,
      why:
        "After the peer's FIN the kernel waits for the program's close(). No timer ends CLOSE_WAIT.",
      about: "E25, misconception 16",
    },
  ],
  hints: HINTS,
};
