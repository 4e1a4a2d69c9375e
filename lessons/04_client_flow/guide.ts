import type { Guide } from "../../workbook/guide.ts";
import { DIAL } from "./_hints_dial.ts";
import { CONVERSE } from "./_hints_converse.ts";

/** What the workbook asks and hints in this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "wrong-address",
      question:
        "A listener waits on 127.0.0.1. A client dials the same port on ::1, where nobody listens: what does connect say?",
      options: [
        "nothing, until its own time-out",
        "connection refused, at once",
        "host unreachable, at once",
      ],
      right: 1,
      why:
        "A host answered at that address, and no program had the port: RST. Without any answer the client would have waited.",
      about: "E31",
    },
    {
      id: "full-queue",
      question:
        "The accept queue of the listener is full. What does the second connect do?",
      options: [
        "it fails at once: connection refused",
        "it fails at once: the queue is full",
        "it waits, and hears nothing",
      ],
      right: 2,
      why:
        "Linux drops the SYN and sends no answer. To the client this looks like a host that is not there.",
      about: "E31, misconception 8",
    },
    {
      id: "local-port",
      question:
        "The handshake of the second client has not happened. Which local port does the client have?",
      options: [
        "none before it is connected",
        "one that the kernel chose before the SYN",
        "the port of the server",
      ],
      right: 1,
      why:
        "The row in SYN_SENT has a local port. The SYN must carry one, or nobody could answer it.",
      about: "E18",
    },
    {
      id: "lost-race",
      question:
        "A client raced its connect against 100 ms with Promise.race(), and gave up. Then a place in the queue becomes free. What happens?",
      options: [
        "nothing: the attempt ended at the deadline",
        "the connection completes, and nobody has it",
        "the connect fails: the server resets it",
      ],
      right: 1,
      why:
        "The race ended the wait, not the connect. The kernel sent the SYN again, and the rows show a connection that no function knows and nobody closes.",
      about: "E31",
    },
    {
      id: "write-after-end",
      question:
        "The server has closed, and read() returned null. What does the next write do?",
      options: [
        "it succeeds",
        "it throws BrokenPipe",
        "it throws ConnectionReset",
      ],
      right: 0,
      why:
        "A write only copies bytes to the kernel. They met a closed connection, RST came back, and the write after that failed.",
      about: "E69, misconception 11",
    },
    {
      id: "empty-write",
      question: "The client writes zero bytes. What does the server read?",
      options: [
        "an empty message",
        "end of stream",
        "nothing: it still waits",
      ],
      right: 2,
      why: "Zero bytes make no segment. A stream has no empty messages.",
      about: "E68",
    },
  ],
  hints: { ...DIAL, ...CONVERSE },
};
