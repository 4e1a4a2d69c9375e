import type { Guide } from "../../workbook/guide.ts";
import { HINTS } from "./_hints.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "what-is-left",
      question:
        "The server closed its connection first, then the client. The listener is closed, too. What does the kernel's table still show?",
      options: [
        "nothing: all descriptors are closed",
        "two rows, one for each side",
        "one row in TIME_WAIT",
      ],
      right: 2,
      why:
        "The side that ended first stays in TIME_WAIT. It needs no descriptor: the kernel keeps the row.",
      about: "I4",
    },
    {
      id: "whose-row",
      question:
        "Now the client calls close() first, then the server. Whose row stays?",
      options: ["the client's", "the server's", "both"],
      right: 0,
      why:
        "The active closer waits: the side whose FIN comes first. That may be the client or the server.",
      about: "I4",
    },
    {
      id: "how-long",
      question: "How long does a row stay in TIME_WAIT on Linux?",
      options: [
        "4 minutes, as the RFC says",
        "60 seconds, always",
        "as long as tcp_fin_timeout says",
      ],
      right: 1,
      why:
        "Linux has a constant for it. tcp_fin_timeout is about FIN_WAIT_2 without a descriptor.",
      about: "E54",
    },
    {
      id: "restart-without",
      question:
        "A C server without SO_REUSEADDR stops and starts again at once. When does bind() fail?",
      options: [
        "after every connection",
        "when the server ended first, or something is still open",
        "when the client ended first",
      ],
      right: 1,
      why:
        "TIME_WAIT must be at the server's port to be in the way. After a client that ended first it is at the client's.",
      about: "E26, misconception 14",
    },
    {
      id: "second-listener",
      question:
        "A listener is open. A second one, with SO_REUSEADDR like the first, wants the same address and port. What happens?",
      options: [
        "AddrInUse",
        "both listen, and the kernel divides the clients",
        "the second one takes the port away from the first",
      ],
      right: 0,
      why:
        "SO_REUSEADDR never ignores a live listener. Sharing needs SO_REUSEPORT, on both.",
      about: "E27, misconception 14",
    },
    {
      id: "polite-end",
      question:
        "The client closes first, and the server when it has read null. Whose port is in TIME_WAIT?",
      options: ["the server's", "the client's", "nobody's"],
      right: 1,
      why:
        "The server sent its FIN second. Its port can be listened on at once, with or without SO_REUSEADDR.",
      about: "E26",
    },
  ],
  hints: HINTS,
};
