import type { Guide } from "../../workbook/guide.ts";
import { HINTS } from "./_hints.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "what-write-counts",
      question:
        "write() gave 5, and the server's program has not called read(). Where are the five bytes now?",
      options: [
        "in the client's send queue, until the server reads",
        "in the server's receive queue",
        "in the server's program",
      ],
      right: 1,
      why:
        "write() copied them into the client's send queue, and the kernel sent them at once. They lie in the server's receive queue. That a program has read them, nobody has said.",
      about: "E35",
    },
    {
      id: "fifty",
      question:
        "The server does not read. The client writes 50 MB in one call. What does write() do?",
      options: [
        "it waits until the server has read everything",
        "it returns 50000000: the kernel keeps them",
        "it returns a smaller number",
        "it throws an error: there is no room",
      ],
      right: 2,
      why:
        "It takes what there is room for, about 3.9 MB here, and returns that number. The rest is still the program's.",
      about: "E36",
    },
    {
      id: "one-read",
      question:
        "All queues are full and a write waits. The server reads 64 KB once. Does the write return?",
      options: [
        "yes: there is room now",
        "no: the kernel waits for more room",
      ],
      right: 1,
      why:
        "Linux wakes a writer when about a third of the send queue is free. Waking it for each byte would make many small writes.",
      about: "G1",
    },
    {
      id: "which-size",
      question: "8 MB are sent with writes of one size. Which size is fastest?",
      options: [
        "1 KB: the first bytes leave early",
        "some tens of kilobytes",
        "8 MB: one call for everything",
      ],
      right: 1,
      why:
        "Small writes pay for each call. A chunk of 8 MB cannot be taken at once: it waits for room all the same.",
      about: "G9",
    },
    {
      id: "write-write-read",
      question:
        "A message of 10 bytes is sent as 4, 3 and 3, then its answer is read, all on one machine, four times. How long does each round after the first take?",
      options: [
        "under 1 ms, as with one write",
        "about 40 ms",
        "about 120 ms: 40 for each write",
      ],
      right: 1,
      why:
        "The second and third part wait for the acknowledgment of the first, which the peer delays for 40 ms. They then go together.",
      about: "misconception 20",
    },
    {
      id: "two-at-once",
      question:
        "Two functions write a message of 5 MB each to one connection, at the same time. What does the server read?",
      options: [
        "the first message, then the second: calls wait for each other",
        "one letter of each in turn",
        "long stretches of each, mixed",
      ],
      right: 2,
      why:
        "Each write is taken as a whole, as far as there is room. Where it is cut short, the other function's write may come next.",
      about: "G2",
    },
  ],
  hints: HINTS,
};
