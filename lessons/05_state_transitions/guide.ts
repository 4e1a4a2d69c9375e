import type { Guide } from "../../workbook/guide.ts";
import { HINTS } from "./_hints.ts";

/** What lesson 5 asks and hints. */
export const guide: Guide = {
  questions: [
    {
      id: "server-last",
      question:
        "The client has SYN,ACK and has sent its ACK; at the server's end that ACK does not count yet. In which states are client and server?",
      options: [
        "both are in ESTABLISHED",
        "client ESTABLISHED, server SYN_RCVD",
        "client SYN_SENT, server SYN_RCVD",
      ],
      right: 1,
      why:
        "Each end changes its state when a segment has arrived, not when the other has sent it. So the server is open last.",
      about: "E46",
    },
    {
      id: "queue-full",
      question:
        "The accept queue has room for one connection, and one is in it. In which state is the next client that dials?",
      options: [
        "CLOSED: it is refused",
        "ESTABLISHED, like the first",
        "SYN_SENT, until there is room",
      ],
      right: 2,
      why:
        "The kernel drops a SYN for which the queue has no room. It is no refusal: the client sends its SYN again and again.",
      about: "E51",
    },
    {
      id: "first-fin",
      question:
        "The client has sent its FIN, the server's program has not called anything. In which states are client and server?",
      options: [
        "FIN_WAIT_2 and CLOSE_WAIT",
        "FIN_WAIT_1 and ESTABLISHED, until the server agrees",
        "TIME_WAIT and CLOSED",
      ],
      right: 0,
      why:
        "The server's kernel acknowledged the FIN by itself. A FIN says that no more data will come; nobody has to agree.",
      about: "E50",
    },
    {
      id: "who-waits",
      question:
        "Both sides have finished, and both programs call close(). Which rows are left?",
      options: [
        "none: both connections are closed",
        "the client's, in TIME_WAIT: it closed first",
        "the server's, in TIME_WAIT: it closed last",
      ],
      right: 1,
      why:
        "The active closer waits, whether it is the client or the server. It sent the last ACK when it entered TIME_WAIT; a timer ends the state.",
      about: "E56",
    },
    {
      id: "crossing-fins",
      question:
        "Client and server are both in FIN_WAIT_1. The client now reads everything, the server's FIN included; its own FIN is still waiting. In which state is it?",
      options: ["TIME_WAIT", "CLOSE_WAIT", "CLOSING", "FIN_WAIT_2"],
      right: 2,
      why:
        "It has the other end's FIN and no acknowledgment of its own. On the map that is one of the thin lines, which the notes leave out.",
      about: "E51",
    },
    {
      id: "no-listener",
      question: "Can a connection be made when nobody listens?",
      options: [
        "no: a SYN without a listener is always refused",
        "yes: when both ends dial each other",
      ],
      right: 1,
      why:
        "A SYN that meets a socket in SYN_SENT is answered with SYN, ACK. Here the socket met its own SYN: one row, its own peer.",
      about: "E47",
    },
  ],
  hints: HINTS,
};
