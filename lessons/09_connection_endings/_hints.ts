import type { Hint } from "../../workbook/guide.ts";

/** Hints by the name of the check that fails. */
export const HINTS: Record<string, Hint> = {
  "guard closes every connection, however many there are": [
    "What does your code remember from one connection to the next?",
    "The same handler serves any number of connections.",
    "Close in a finally, without any condition.",
  ],
  "counts the bytes up to the end of the stream": [
    "What does read() return, a number or null?",
    "A number is how many bytes came; null is the end of the stream.",
    'Loop: n = await conn.read(buffer); while n is not null, bytes += n. Then return { bytes, end: "fin" }.',
  ],
  "counts what comes in pieces": [
    "How many reads does a stream of twelve bytes need?",
    "Nobody knows: each gives a part. Only null ends the loop.",
    "Add up with +=, and go on reading until null.",
  ],
  "counts no byte of an empty stream": [
    "What if the very first read() gives null?",
    "A stream may end before its first byte: that is 0 bytes.",
    "Begin with bytes = 0, and test for null before you add.",
  ],
  "waits for a peer that thinks": [
    "How long may a peer be silent before it ends?",
    "Look for a timer or a race around reading.",
    "Await conn.read() alone: bytes, null or an error end the wait.",
  ],
  "closes nothing": [
    "Who closes the connection: drain, or its caller?",
    "conn.readable, read to its end, closes the connection by itself.",
    "Read with conn.read(), and call neither close() nor closeWrite().",
  ],
  "leaves the other direction to the caller": [
    "Which direction has ended when read() gives null?",
    "Only that of the peer. closeWrite() would end the caller's, too.",
    "Call neither close() nor closeWrite() in drain.",
  ],
  "counts only what this call has read": [
    "Where is the count declared?",
    "A variable of the module keeps what earlier calls have counted.",
    "Write let bytes = 0 inside drain.",
  ],
  "names the failures of Deno": [
    'Which property of the error holds "ConnectionReset"?',
    "Every error has a name. Step 3 of the text has the table.",
    "MEANINGS.get(error.name), with a row for each name.",
  ],
  "names the errors of one's own close": [
    "Which two errors does your own close() give?",
    "Interrupted: it came during the call. BadResource: it came before.",
    'Two more rows in the table, both "local".',
  ],
  "knows the codes of C": [
    "What does an error of node:net have beside its name Error?",
    'It has a code: "ECONNRESET".',
    'MEANINGS.get(name) ?? MEANINGS.get(code) ?? "other"',
  ],
  "names what a signal gives": [
    "Who ended the call: a program, or a clock?",
    "AbortError is the program's own wish; TimeoutError is a deadline.",
    'AbortError is "local", TimeoutError is "timed-out". Their code is a number: look at the name.',
  ],
  "calls everything else other": [
    "What has neither a name nor a code that you know?",
    "null has no properties at all: asking it for its name throws. And an error whose name and code are not in the table of step 3 is other.",
    'First: if it is no Error, return "other".',
  ],
  "does not look at the message": [
    "Is the message the same on every system?",
    "Only name and code decide; the message is for people.",
    "Take error.message out of the function.",
  ],
  "names failures of real calls": [
    "Print the name and the code of this error: which row is missing?",
    "The same names as in the table, on errors of real sockets.",
    "Look up the name first, then the code.",
  ],
  "calls a reset reset, and counts what came before": [
    "What does read() do when RST comes?",
    "It throws. The bytes before it were counted: is the count still there?",
    "Declare bytes before try; in catch, return { bytes, end: classifyFailure(error) } for a reset.",
  ],
  "calls one's own close during the call local": [
    "Which error does a waiting read get from close()?",
    "Interrupted. classifyFailure() calls it local.",
    'In catch: if classifyFailure(error) gives "reset" or "local", return it as the end.',
  ],
  "calls a connection that was closed before the call local": [
    "What does read() do after close()?",
    "It throws BadResource. Is the first read inside of try?",
    "Put every read into the try block.",
  ],
  "closes nothing after a reset": [
    "Whose work is close() after a reset?",
    "The descriptor is still there, and it is the caller's.",
    "Return the end, and leave the connection as it is.",
  ],
  "rejects at every other failure": [
    "Which failures of read() are one of the three ends?",
    "A connection that times out, for example, was neither reset nor closed by this side.",
    "Return an end only where classifyFailure() gives reset or local, and throw every other error again.",
  ],
  "lets the handler serve, then closes": [
    "When is close() called: before or after the handler has ended?",
    "handle(conn) gives a promise: is it awaited?",
    "try { await handle(conn); } \u2026 and then close, in finally.",
  ],
  "closes only when the handler has ended": [
    "How long may a handler take?",
    "Look for a timer or a race around the handler.",
    "Await handle(conn), nothing else, then close.",
  ],
  "closes when the handler rejects": [
    "Which lines run after the handler has rejected?",
    "catch keeps the rejection inside, finally closes on both paths.",
    "try { await handle(conn); } catch { } finally { closeOnce(conn); }",
  ],
  "closes when the handler throws at once": [
    "What if handle is no async function, and throws before it returns a promise?",
    "Then no .catch() is there yet. The call itself must be inside of try.",
    "An async function with await handle(conn) inside of try catches both.",
  ],
  "lets a handler close by itself": [
    "What does close() give on a closed connection?",
    "It throws BadResource. That is no failure here.",
    "Call closeOnce(conn), which is given.",
  ],
  "lets a handler close and then reject": [
    "Which two things happen here, one after the other?",
    "The handler's rejection, and a close() that throws.",
    "catch for the handler, closeOnce(conn) in finally.",
  ],
  "closes when the peer resets": [
    "Who catches what the handler's read() throws?",
    "The handler rejects; guard must not.",
    "catch without a condition, and finally with closeOnce(conn).",
  ],
  "serves two connections at once": [
    "Which variable do both calls share?",
    "One guarded handler serves many connections at the same time.",
    "Keep everything inside of the function that guard returns.",
  ],
  "half-closes, and is clean at the peer's end": [
    "Which call ends one direction and leaves the other open?",
    "First closeWrite(), then read until null, then close().",
    'await conn.closeWrite(); const { end } = await drain(conn); "fin" is "clean".',
  ],
  "discards what still comes": [
    "When is the reading over?",
    "A number of bytes is not the end; null is.",
    "Call drain(conn): it reads until the end.",
  ],
  "is clean when the peer has ended first": [
    "What if the first read() gives null?",
    "The peer's end is there already: that is clean.",
    "No special case: closeWrite(), drain(), close().",
  ],
  "waits as long as drainMs says": [
    "Where does your deadline come from?",
    "Look for a fixed number, or a smaller one of two.",
    "setTimeout(\u2026, options.drainMs), in milliseconds.",
  ],
  "is forced when the peer does not end": [
    "What wakes a read that waits?",
    'conn.close() does: the read throws Interrupted, and drain gives "local".',
    'Start a timer that closes; an end other than "fin" is "forced".',
  ],
  "is not forced before the deadline": [
    "In which unit is drainMs?",
    "Milliseconds, and all of them.",
    "Pass options.drainMs to setTimeout() as it is.",
  ],
  "counts the deadline once, whatever comes meanwhile": [
    "When does the time begin: at the call, or at each read?",
    "A timer that begins anew at each read never ends while bytes come.",
    "One setTimeout() before everything else, one clearTimeout() in finally.",
  ],
  "is forced by a reset": [
    "What does drain give when RST comes?",
    '"reset": that is not a clean end.',
    'Only "fin" is "clean"; everything else is "forced".',
  ],
  "is quiet after a clean end": [
    "What happens to the timer after a clean end?",
    "It fires later, and closes a closed connection: close() throws, where nobody catches it.",
    "clearTimeout(timer) in finally.",
  ],
  "counts megabytes": [
    "What happens to your count when hundreds of chunks come?",
    "Keep a number; the bytes themselves are not needed.",
    "bytes += n in a loop, with one buffer.",
  ],
  "counts as long as the stream lasts": [
    "What ends your loop, beside null and a failure?",
    "No number of bytes is the end of a stream.",
    "Leave the loop only when read() gives null, or throws.",
  ],
  "is not misled by the names of every object": [
    "Which properties does an empty object {} have?",
    'It inherits "constructor" and "toString".',
    "Use a Map, or Object.hasOwn().",
  ],
  "is forced when the peer has reset before the call": [
    "Which of your calls reports the reset?",
    "closeWrite() says nothing of it; read() throws, once.",
    'Let the end of drain decide: "reset" is "forced".',
  ],
  "ends a connection that is closed already": [
    "Which of your calls fail on a closed connection?",
    "closeWrite(), read() and close(): all three throw BadResource.",
    "closeWrite() inside of try, closeOnce(conn) in finally.",
  ],
  "is forced when a read fails otherwise": [
    "Which error is neither a reset nor your own close?",
    "The peer may not be reachable any more: TimedOut. drain may reject then.",
    'catch in closeGracefully: every failure is "forced".',
  ],
  "guard closes though a write of the handler still waits": [
    "Which call waits behind a write that is not finished?",
    "closeWrite() does, for as long as the peer does not read.",
    "In guard only close() is needed: it ends the write that waits.",
  ],
  "keeps the deadline while closeWrite() waits for a write": [
    "Which await comes before your timer?",
    "closeWrite() waits behind an unfinished write, perhaps for ever.",
    "Start the timer first, then await closeWrite().",
  ],
  "takes megabytes that nobody wants": [
    "Who empties the receive queue?",
    "A peer that cannot send the rest cannot end.",
    "Read until null, whatever comes.",
  ],
  "does not mind what a handler rejects with": [
    "What does your code ask the error for?",
    "undefined has no properties.",
    "catch without a variable.",
  ],
  "lets a stream of the handler close": [
    "Who has closed the connection here?",
    "conn.readable closes it at its end.",
    "closeOnce(conn) allows that.",
  ],
};
