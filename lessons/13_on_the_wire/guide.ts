import type { Guide } from "../../workbook/guide.ts";
import { PACKETS } from "./_hints_packets.ts";
import { TRACES } from "./_hints_traces.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "first-packet",
      question:
        "A client connects to a server. Neither program has written anything. What does the first packet carry?",
      options: [
        "headers only: 60 bytes",
        "there is none before the first write()",
        "one header, of IP: 20 bytes",
      ],
      right: 0,
      why: "A SYN: 20 bytes of IP and 40 of TCP, no payload.",
      about: "A4, H1",
    },
    {
      id: "ack-of-hello",
      question:
        "SYN has the number 2633227934. Then hello is sent. Which number acknowledges it?",
      options: ["5", "2633227939", "2633227940"],
      right: 2,
      why: "SYN takes one number, hello five: j + 1 + 5.",
      about: "H1, C1",
    },
    {
      id: "old-syn",
      question:
        "The SYN with the number 90 is from an earlier attempt, and was late. The client gets SYN,ACK with 91. What does it send?",
      options: ["ACK: it is an answer", "RST", "nothing"],
      right: 1,
      why:
        "It has sent nothing that 91 acknowledges, so it refuses (RFC 9293 section 3.5, figure 8).",
      about: "H5, E48",
    },
    {
      id: "two-fins",
      question:
        "The server's FIN is there twice, 5 milliseconds apart, with one number. Why?",
      options: [
        "each direction has its FIN",
        "the server closed twice",
        "the first one had not been acknowledged yet",
      ],
      right: 2,
      why: "What is not acknowledged is sent again, with the same number.",
      about: "H1",
    },
    {
      id: "tcp-sums",
      question:
        "Each segment carries a checksum. Of the segments captured on loopback, how many carry the right one?",
      options: [
        "all: otherwise they would be dropped",
        "few: there Linux does not compute it",
        "none",
      ],
      right: 1,
      why: "A packet on loopback crosses no wire, so Linux leaves the sum out.",
      about: "E44",
    },
    {
      id: "syn-then-reset",
      question: "A SYN is answered by RST,ACK. What did connect() give?",
      options: ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT"],
      right: 0,
      why: "A reset in answer to a SYN says: nobody listens.",
      about: "F4, E32",
    },
  ],
  hints: { ...PACKETS, ...TRACES },
};
