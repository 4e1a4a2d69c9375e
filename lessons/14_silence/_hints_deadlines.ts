import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 1 to 3: work and reads with a deadline. */
export const DEADLINES: Record<string, Hint> = {
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
    "What happens to the timer when the work is done?",
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
    "What happens to the read after the second deadline?",
    "It waits as long as nothing comes, over any number of calls.",
    "Forget it only when its result has been taken.",
  ],
  "gives late bytes in parts when the buffer is smaller": [
    "What if 20 bytes are kept, and the buffer has room for 3?",
    "Give 3, keep 17. The next call gets them without a read.",
    "Keep Promise.resolve(rest) in the place of the read.",
  ],
  "does not wait for bytes that are there": [
    "Which bytes are there already when the call begins?",
    "The rest of an earlier read needs no timer and no read.",
    "If there is a rest, copy it into buffer and return at once.",
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
  "keeps a hundred deadlines apart": [
    "What do the calls share?",
    "Nothing: each has its own timer.",
    "Declare the timer inside the function.",
  ],
  "calls onTimeout when it rejects for the deadline, and only then": [
    "What does your code ask before it calls onTimeout()?",
    "A work may end in the same millisecond. What decides must decide both: the rejection and the call.",
    "Reject and call onTimeout() one after the other in the callback of the timer, with nothing in between.",
  ],
  "takes the longest time that a timer takes": [
    "What is added to the time?",
    "2147483647 ms is the longest timer. With more it rings at once.",
    "Give setTimeout() the number as it is.",
  ],
  "loses no byte of 200 KB that come late": [
    "What is kept, and for how long?",
    "All of the rest, until calls have taken it.",
    "Keep rest as a view: came.subarray(n).",
  ],
  "loses no byte when each read gives one": [
    "How many bytes does a read give?",
    "One or more. Each result belongs to one call.",
    "Return the count of one read; do not loop until the buffer is full.",
  ],
  "loses no byte that comes at a deadline": [
    "What if the bytes come when the timer has just rung?",
    "The read has them. The next call takes them from it.",
    "Forget the read only where its result is returned.",
  ],
};
