import type { Guide } from "../../workbook/guide.ts";
import { DEADLINES } from "./_hints_deadlines.ts";
import { HEARTBEAT } from "./_hints_heartbeat.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "write-to-stopped",
      question:
        "The peer is stopped. We write three times. What do the writes give?",
      options: [
        "the first waits: the peer does not read",
        "the first gives its number, the others fail",
        "each gives its number of bytes",
      ],
      right: 2,
      why:
        "A write hands bytes to our own kernel. The peer's kernel has room, takes them and acknowledges them.",
      about: "E35",
    },
    {
      id: "race-loser",
      question:
        "A read races a timer, and the timer wins. What happens to the read?",
      options: [
        "it is cancelled",
        "it rejects with TimedOut",
        "it still waits, as before",
      ],
      right: 2,
      why: "A race chooses whose result is taken. It ends nobody's work.",
      about: "misconception 19",
    },
    {
      id: "which-read",
      question:
        "Two reads of one connection wait. Five bytes come. Which read gets them?",
      options: [
        "the first",
        "the second: it is the newest",
        "both get a copy",
      ],
      right: 0,
      why:
        "Reads take their turn. The first one takes them, even when nobody looks at its result any more.",
      about: "misconception 19",
    },
    {
      id: "keepalive-stopped",
      question:
        "The times are set to a second each, and the peer's process is stopped. What does keep-alive say after 8 seconds?",
      options: [
        "the peer is dead: ETIMEDOUT",
        "the peer is dead: ECONNRESET",
        "nothing: the connection is fine",
      ],
      right: 2,
      why:
        "The peer's kernel answered each probe. Keep-alive asks the host, not the program.",
      about: "misconception 19",
    },
    {
      id: "what-is-life",
      question:
        "A program writes a ping to a stopped peer, and the write gives 1. What does it know now?",
      options: [
        "the peer lives",
        "its own kernel has taken one byte",
        "the peer's program has read one byte",
      ],
      right: 1,
      why: "Only bytes that come back are a sign of the peer's program.",
      about: "E35",
    },
    {
      id: "killed",
      question:
        "The stopped peer is killed; it had not read our last byte. What does our read give?",
      options: [
        "null: the end of the stream",
        "ConnectionReset",
        "nothing: the peer cannot say anything any more",
      ],
      right: 1,
      why:
        "The kernel closes what the process had open. Unread bytes make that a RST.",
      about: "E35",
    },
  ],
  hints: { ...DEADLINES, ...HEARTBEAT },
};
