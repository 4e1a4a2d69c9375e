import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 4 and 5 and beyond: the heartbeat. */
export const HEARTBEAT: Record<string, Hint> = {
  "writes a ping every everyMs": [
    "Who writes the second ping?",
    "Pings go on by themselves, whether or not the peer answers.",
    "setInterval(ping, everyMs), and at least one byte a ping.",
  ],
  "writes no more than one ping every everyMs": [
    "What else makes your code write?",
    "An answer is no reason for a ping.",
    "Let the interval alone call ping().",
  ],
  "takes every byte that arrives for life": [
    "What is compared with the bytes that come?",
    "Nothing: any bytes are life, even when one long read brings them.",
    "Each time read() gives a number: clearTimeout(deadline), then set it again.",
  ],
  "takes a peer that says nothing for dead": [
    "What sets the time back?",
    "Only bytes that arrive. A write that gives its number is no sign of the peer.",
    "Set the deadline once at the start, and again after each read that gives bytes.",
  ],
  "counts the time from the last bytes": [
    "From when does the deadline run?",
    "From the last bytes, not from the last ping.",
    "One timer of deadAfterMs, set anew by each read.",
  ],
  "closes nothing": [
    "Whose work is close()?",
    "The caller's: it may want to say more, or to report first.",
    "Only resolve dead.",
  ],
  "keeps two peers apart": [
    "What do two calls share?",
    "A timer at the top of the module belongs to all.",
    "Declare everything inside keepAlive.",
  ],
  "counts the time while a ping waits": [
    "Who waits for the write?",
    "If the loop that looks at the time awaits it, nobody looks.",
    "Let a timer resolve dead, whatever the write does.",
  ],
  "hears bytes while a ping waits": [
    "Does the read wait for the write?",
    "Both directions go on by themselves.",
    "Two functions: one reads in a loop, one writes when the interval calls it.",
  ],
  "pings again when there is room": [
    "What happens to the pings after one that waited?",
    "They go on. While one waits, another may be left out.",
    "Keep a flag while a write is under way, and take it back when it is done.",
  ],
  "is dead at once at the end of the stream": [
    "What does your loop do at null?",
    "No more bytes will come: that is no silence, it is the end.",
    "After the loop: resolve dead.",
  ],
  "is dead at once at a failure": [
    "Which two calls can fail?",
    "The read and the write, each in its own function.",
    "try and catch around each; both resolve dead, which never rejects.",
  ],
  "pings no more when the peer is dead": [
    "What ends the interval?",
    "Whatever makes dead resolve must end it.",
    "Call stop() before you resolve dead.",
  ],
  "stop() ends the pings, and leaves dead pending": [
    "What does stop() end?",
    "The interval and the deadline. dead stays as it is.",
    "clearInterval(pings); clearTimeout(deadline); both may be called again.",
  ],
  "takes no notice of what comes after stop()": [
    "The read still waits after stop(). What happens when it ends?",
    "Bytes would set a new deadline, an end would resolve dead.",
    "A flag isOver: look at it after each await.",
  ],
  "stop() while a ping waits, which then has room": [
    "A write may end long after stop(). What does your code begin then?",
    "The timer of the next ping is set once more, and nobody clears it.",
    "Keep a flag isOver, and look at it behind the write; or let one setInterval() make all pings.",
  ],
  "leaves no timer": [
    "How many timers do you have?",
    "One for the pings, one for the deadline. Both end together.",
    "One function that clears both, called by stop() and before dead resolves.",
  ],
  "lives through a flood of bytes, and pings meanwhile": [
    "What waits while bytes come?",
    "Each await lets timers ring. A loop without one does not.",
    "Read in a loop that awaits, and let the interval write.",
  ],
  "is dead at once when the stream has ended before": [
    "What if the first read gives null?",
    "It is the same as any later one.",
    "After the loop: resolve dead, even when it never ran.",
  ],
  "is dead once when a ping waits and the peer resets": [
    "Two calls fail at once: who catches each?",
    "The first one resolves dead, the second finds that it is over.",
    "Let one function resolve dead, and begin it with: if (isOver) return;",
  ],
  "stop() while a ping waits, which then fails": [
    "A write fails after stop(). Who catches it, and what then?",
    "It is caught, and nothing happens: it is over.",
    "Keep a flag isOver, and look at it before you resolve dead.",
  ],
  "stop() when the peer is dead changes nothing": [
    "What does stop() do when everything is over?",
    "It clears timers that are gone, which does nothing.",
    "Let stop() be safe to call at any time.",
  ],
};
