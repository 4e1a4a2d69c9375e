import type { Guide } from "../../workbook/guide.ts";
import { HINTS } from "./_hints.ts";

/** Questions and hints of lesson 3. */
export const guide: Guide = {
  questions: [
    {
      id: "before-accept",
      question:
        "The server has called listen, and never accept(). What does a client's connect() do?",
      options: [
        "it waits until the server calls accept()",
        "it succeeds; both ends are ESTABLISHED",
        "it fails: connection refused",
      ],
      right: 1,
      why:
        "The kernel has completed the handshake by itself: there are two ESTABLISHED rows, and the listener's accept queue holds one connection.",
      about: "E24, misconception 8",
    },
    {
      id: "early-bytes",
      question:
        "The client writes 5 bytes to a connection that nobody has accepted. Where are they?",
      options: [
        "in the client's send queue, until accept() is called",
        "lost: no program reads them",
        "in the receive queue of the server's end",
        "in a queue of the listener",
      ],
      right: 2,
      why:
        "The server's end has 5 bytes in its receive queue and the client's send queue is empty: they are acknowledged. The listener's own queue counts connections, not bytes.",
      about: "E24, E41",
    },
    {
      id: "accepted-port",
      question:
        "accept() returns a new connection. Which port does the server's end of it have?",
      options: [
        "the same port as the listener",
        "a new port that the kernel chose for this client",
        "the client's port",
      ],
      right: 0,
      why:
        "The listener and every accepted connection have the same local port. A connection is known by both of its ends: two addresses and two ports.",
      about: "misconception 10",
    },
    {
      id: "end-of-stream",
      question:
        "The client has closed, and the server has read everything. What do the next reads give?",
      options: [
        "null, and then an error",
        "0 bytes once, and then they wait for ever",
        "an error each time",
        "null each time",
      ],
      right: 3,
      why:
        "Every read after the end returns null at once. The notes' server reads on after it: it printed 282062 quit lines in 0.3 s (measured).",
      about: "E62, misconception 5",
    },
    {
      id: "who-closes",
      question:
        "The client is gone and the server does nothing. What happens to the server's end?",
      options: [
        "the kernel closes it",
        "it stays in CLOSE_WAIT",
        "it goes to TIME_WAIT",
      ],
      right: 1,
      why:
        "CLOSE_WAIT means: the peer has ended, this program has not closed. No timer ends it: the program must close.",
      about: "E25, misconception 16",
    },
    {
      id: "reset-in-queue",
      question:
        "A client resets its connection while it waits in the accept queue. What does listener.accept() do?",
      options: [
        "it waits for the next client: the queue is empty again",
        "it rejects, and the listener is closed",
        "it rejects, and the listener still works",
      ],
      right: 2,
      why:
        "The queue still counted the connection. The kernel could not say who its client was, so Deno threw NotConnected; the next client was accepted by the same listener.",
      about: "E24",
    },
  ],
  hints: HINTS,
};
