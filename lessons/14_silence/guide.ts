import type { Guide } from "../../workbook/guide.ts";

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
        "A read races a timer, and the timer wins. What becomes of the read?",
      options: [
        "it is cancelled",
        "it rejects with TimedOut",
        "it waits on, as before",
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
  hints: {
    "gives what the work gives": [
      "What does your function return?",
      "The value of work, whatever it is: undefined and false are results, too.",
      "return await Promise.race([work, deadline]), with a deadline that only ever rejects.",
    ],
    "rejects with the failure of the work": [
      "Where does an error of work go?",
      "It passes through as it is. A catch for the deadline must not take it.",
      "Catch nothing: let the race reject, and clean up in a finally.",
    ],
    "rejects at the deadline": [
      "Who ends the waiting?",
      "A second promise, which a timer of timeoutMs rejects.",
      "new Promise((_, reject) => setTimeout(() => reject(new Deno.errors.TimedOut(`… ${timeoutMs} ms`)), timeoutMs))",
    ],
    "calls onTimeout once, at the deadline": [
      "Who calls onTimeout?",
      "The timer, and nobody else.",
      "Call it in the function that setTimeout() gets.",
    ],
    "does not call onTimeout when the work ends in time": [
      "What becomes of the timer when the work is done?",
      "It would ring later. clearTimeout() takes it back.",
      "try { return await Promise.race(…) } finally { clearTimeout(timer) }",
    ],
    "rejects with the deadline when onTimeout ends the work": [
      "onTimeout may make work fail: which of the two is seen first?",
      "The one that was settled first wins the race.",
      "Call reject() first, then onTimeout().",
    ],
    "is silent when the work fails later": [
      "Who listens to work after the deadline?",
      "A rejection that nobody ever listens to is reported. A race listens to all its promises.",
      "Give work itself to the race, and no copy of it beside.",
    ],
    "leaves no timer when the work is done": [
      "Is there a path on which the timer stays?",
      "A flag makes the timer quiet, and leaves it.",
      "clearTimeout(timer) in a finally: it runs after a failure, too.",
    ],
    "keeps its deadlines apart": [
      "Where is the timer kept?",
      "A variable at the top of the module belongs to all calls.",
      "Declare it inside the function.",
    ],
    "gives the bytes that come": [
      "What does one read give?",
      "Some bytes, as soon as there are any. It does not wait until the buffer is full.",
      "Copy the bytes to the front of buffer, and return their number.",
    ],
    "gives null at the end of the stream": [
      "What does read() give at the end?",
      "null, not 0.",
      "if (n === null) return null;",
    ],
    "waits as long as it is told": [
      "Where does the time come from?",
      "From the argument alone, even when it is two hours.",
      "setTimeout(…, timeoutMs)",
    ],
    "rejects when the read fails": [
      "Where does an error of read() go?",
      "To the caller: it is neither an end nor silence.",
      "Let the race reject; in a catch only forget the read, then throw the error again.",
    ],
    "takes bytes that have come before the call": [
      "How much of the buffer do you write?",
      "As many bytes as came. What is behind them is the caller's.",
      "buffer.set(bytes.subarray(0, n))",
    ],
    "fills the view that it is given, and nothing around it": [
      "What is buffer.buffer?",
      "The memory of all views. A view has an offset in it.",
      "Use buffer.set(), never new Uint8Array(buffer.buffer).",
    ],
    "leaves what does not fit to the next call": [
      "How many bytes do you read?",
      "If more are read than fit, the rest must be kept.",
      "Read into memory of buffer.length bytes.",
    ],
    "gives timed-out at the deadline": [
      "Who ends the waiting?",
      "A timer that resolves a promise with the text.",
      'new Promise((resolve) => setTimeout(resolve, timeoutMs, "timed-out")), raced against the read.',
    ],
    "leaves the connection open, and the buffer untouched": [
      "Where does the read write that still waits?",
      "If it was given the caller's buffer, it writes there when the call is long over.",
      "Read into memory of your own, and copy when the read has won.",
    ],
    "takes bytes that come just before the deadline": [
      "Is the whole time used?",
      "The deadline is timeoutMs, nothing less.",
      "setTimeout(…, timeoutMs)",
    ],
    "leaves no timer when the read is over": [
      "Is there a path on which the timer stays?",
      "Bytes, the end and a failure: three ways out.",
      "clearTimeout(timer) in a finally.",
    ],
    "gives late bytes to the next call": [
      "The read of the last call still waits. What does the next call do?",
      "If it makes a read of its own, the old one takes the bytes.",
      "Keep the promise of the read in a WeakMap by connection, and race that one again.",
    ],
    "gives bytes to the call that waits when they come": [
      "Which promise does the second call wait for?",
      "The one that the first call has left, raced against a timer of its own.",
      "reads.get(conn) ?? conn.read(…)",
    ],
    "times out again, each call at its own deadline": [
      "Which timer is in the race of the second call?",
      "Keep the read, not the race.",
      "Make a new timer in each call.",
    ],
    "loses no byte between many calls that time out": [
      "What becomes of the read after the second deadline?",
      "It waits as long as nothing comes, over any number of calls.",
      "Forget it only when its result has been taken.",
    ],
    "gives late bytes in parts when the buffer is smaller": [
      "What if 20 bytes are kept, and the buffer has room for 3?",
      "Give 3, keep 17. The next call gets them without a read.",
      "Keep Promise.resolve(rest) in the place of the read.",
    ],
    "gives late bytes to a buffer that is larger": [
      "How many bytes did the first call ask for?",
      "A read that waits brings at most what it was asked for. The rest is for the next one.",
      "Forget a read when its bytes are taken, and make a new one then.",
    ],
    "gives a late end of the stream to the next call": [
      "What does a late read give at the end?",
      "null, and the next call returns it.",
      "Forget the read after that: a new one gives null again.",
    ],
    "gives late bytes first, then the end": [
      "What is left when the bytes are taken?",
      "A read that has not been made yet. It gives null.",
      "Return null only when a read has given null.",
    ],
    "gives a late failure to the next call, and is silent until then": [
      "Who catches a failure that comes between two calls?",
      "A race that is over has still listened. A promise made of the read by then() has nobody.",
      "Keep the read's own promise; in the next call its failure passes through, and the read is forgotten.",
    ],
    "keeps two connections apart": [
      "By what is a kept read found?",
      "By its connection.",
      "new WeakMap<Deno.Conn, …>()",
    ],
    "may be given the same buffer again": [
      "Does anything of yours lie in the caller's buffer between two calls?",
      "Nothing may: the caller can write there.",
      "Keep late bytes in memory of your own.",
    ],
    "writes a ping every everyMs": [
      "Who writes the second ping?",
      "Pings go on by themselves, whether or not the peer answers.",
      "setInterval(ping, everyMs), and at least one byte a ping.",
    ],
    "writes no more pings than that": [
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
      "Let a timer call die(), whatever the write does.",
    ],
    "hears bytes while a ping waits": [
      "Does the read wait for the write?",
      "Both directions go on by themselves.",
      "Two functions: one reads in a loop, one writes when the interval calls it.",
    ],
    "pings again when there is room": [
      "What becomes of the pings after one that waited?",
      "They go on. While one waits, another may be left out.",
      "Keep a flag while a write is under way, and take it back when it is done.",
    ],
    "is dead at once at the end of the stream": [
      "What does your loop do at null?",
      "No more bytes will come: that is no silence, it is the end.",
      "After the loop: die().",
    ],
    "is dead at once at a failure": [
      "Which two calls can fail?",
      "The read and the write, each in its own function.",
      "try and catch round each; die() in both. die() resolves, and never rejects.",
    ],
    "pings no more when the peer is dead": [
      "What ends the interval?",
      "Whatever makes dead resolve must end it.",
      "Let die() call stop() first.",
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
    "leaves no timer": [
      "How many timers do you have?",
      "One for the pings, one for the deadline. Both end together.",
      "One function that clears both, called by stop() and by die().",
    ],
    "keeps a hundred deadlines apart": [
      "What do the calls share?",
      "Nothing: each has its own timer.",
      "Declare the timer inside the function.",
    ],
    "takes the longest time that a timer takes": [
      "What is added to the time?",
      "2147483647 ms is the longest timer. With more it rings at once.",
      "Give setTimeout() the number as it is.",
    ],
    "loses no byte of a megabyte that comes late": [
      "What is kept, and for how long?",
      "All of the rest, until calls have taken it.",
      "Keep rest as a view: came.subarray(n).",
    ],
    "loses no byte when each read gives one": [
      "How many bytes does a read give?",
      "One or more. Each result belongs to one call.",
      "Return what has come.",
    ],
    "loses no byte that comes at a deadline": [
      "What if the bytes come when the timer has just rung?",
      "The read has them. The next call takes them from it.",
      "Forget the read only where its result is returned.",
    ],
    "lives through a flood of bytes, and pings meanwhile": [
      "What waits while bytes come?",
      "Each await lets timers ring. A loop without one does not.",
      "Read in a loop that awaits, and let the interval write.",
    ],
    "is dead at once when the stream has ended before": [
      "What if the first read gives null?",
      "It is the same as any later one.",
      "After the loop: die(), even when it never ran.",
    ],
    "is dead once when a ping waits and the peer resets": [
      "Two calls fail at once: who catches each?",
      "The first one resolves dead, the second finds that it is over.",
      "if (isOver) return; at the top of die().",
    ],
    "stop() while a ping waits, which then fails": [
      "A write fails after stop(). Who catches it, and what then?",
      "It is caught, and nothing happens: it is over.",
      "die() looks at isOver before it resolves.",
    ],
    "stop() when the peer is dead changes nothing": [
      "What does stop() do when everything is over?",
      "It clears timers that are gone, which does nothing.",
      "Let stop() be safe to call at any time.",
    ],
  },
};
