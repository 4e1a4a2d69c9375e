import type { Guide } from "../../workbook/guide.ts";
import { HINTS } from "./_hints.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "accepted-port",
      question:
        "Five clients are connected to one listener. Which local ports do the five accepted connections have?",
      options: [
        "five new ports",
        "all the port of the listener",
        "the ports of the clients",
      ],
      right: 1,
      why:
        "No port is taken for a client. The remote ends differ, and that is enough.",
      about: "E5, misconception 10",
    },
    {
      id: "whose-bytes",
      question:
        "The third client writes five bytes. In which receive queue do they wait?",
      options: [
        "that of the listener",
        "that of all five connections",
        "that of the connection whose remote end is the third client",
      ],
      right: 2,
      why:
        "The kernel compares all four values. Only one connection has these.",
      about: "E5",
    },
    {
      id: "wildcard",
      question:
        "One listener is bound to 0.0.0.0, another to 127.0.0.1, on one port. A client connects to 127.0.0.1. Who accepts?",
      options: [
        "the one that was bound first",
        "the one on 0.0.0.0: it takes everything",
        "the one on 127.0.0.1",
      ],
      right: 2,
      why: "The exact address is preferred; the wildcard gets the rest.",
      about: "E5",
    },
    {
      id: "two-processes",
      question:
        "A process listens, and forks twice. Both children call accept(). Two clients connect to the one port. Who answers?",
      options: [
        "each client may be answered by another process",
        "the parent: the port is its own",
        "nobody: a port belongs to one process",
      ],
      right: 0,
      why: "A socket may belong to several processes. A port names no process.",
      about: "E4",
    },
    {
      id: "self-connect",
      question:
        "A socket is bound to a port and connects to that same port. Nobody listens. What does connect give?",
      options: [
        "ConnectionRefused",
        "a connection to itself",
        "it waits until the time is over",
      ],
      right: 1,
      why: "Its own SYN arrives at it: local and remote end are one.",
      about: "E47",
    },
    {
      id: "slow-client",
      question:
        "The buffers of client 0 are full. A loop awaits the write to client 0, then to client 1. What does client 1 get?",
      options: [
        "its line at once",
        "nothing, until client 0 reads or is gone",
        "an error",
      ],
      right: 1,
      why: "`await` makes the loop wait, whichever client the write waits for.",
      about: "E40",
    },
  ],
  hints: HINTS,
};
