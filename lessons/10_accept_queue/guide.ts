import type { Guide } from "../../workbook/guide.ts";
import { HINTS } from "./_hints.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "what-is-counted",
      question:
        "A client has connected and written 5 bytes. Nobody has called accept(). What does the kernel's row of the listener show?",
      options: [
        "nothing: the connection begins with accept()",
        "an accept queue of 1",
        "a receive queue of 5 bytes",
      ],
      right: 1,
      why:
        "The kernel has completed the handshake. The listener's row counts connections; the 5 bytes are in the row of the connection itself.",
      about: "E24, misconception 8",
    },
    {
      id: "how-many",
      question:
        "Nobody accepts. How many connects complete with tcpBacklog 0, 1, 2 and 5?",
      options: [
        "0, 1, 2 and 5",
        "1, 2, 3 and 6",
        "all of them: the backlog counts only incomplete handshakes",
      ],
      right: 1,
      why:
        "The backlog is the length of the queue of completed connections. Linux lets one more in than it says.",
      about: "E20, E22",
    },
    {
      id: "third-client",
      question:
        "The backlog is 1, two clients are in the queue. What does a third Deno.connect() do?",
      options: [
        "it rejects with ConnectionRefused",
        "it waits, in SYN_SENT",
        "it completes; the server's end waits in SYN_RCVD",
      ],
      right: 1,
      why:
        "Linux drops the SYN and says nothing. The client's kernel sends it again until a place is free, or its time is over.",
      about: "E22",
    },
    {
      id: "two-hundred",
      question:
        "The backlog is 1. A server accepts each client as it comes, and closes none. How many of 200 clients can be connected at the same time?",
      options: ["1", "2", "200"],
      right: 2,
      why:
        "The backlog counts who waits for accept(). An accepted connection is not in the queue any more.",
      about: "E20, misconception 9",
    },
    {
      id: "pending-accept",
      question:
        "Both slots are taken, and an accept() is pending. A fourth client connects. Where is it now?",
      options: [
        "in the kernel's queue, until a slot is free",
        "in the program: accept() has returned it",
        "in SYN_SENT",
      ],
      right: 1,
      why:
        "A pending accept() takes the next connection at once. It knows nothing of slots.",
      about: "misconception 9",
    },
    {
      id: "close-queue",
      question:
        "Client 1 is served, client 2 waits in the queue. The server closes its listener. What happens to the two?",
      options: [
        "both are reset",
        "client 1 is still served, client 2 is reset",
        "both can still be served: they are connected",
      ],
      right: 1,
      why:
        "An accepted connection has a descriptor of its own. Those in the queue belong to the listener, and end with it.",
      about: "E24",
    },
  ],
  hints: HINTS,
};
