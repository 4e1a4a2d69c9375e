import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 1 to 3 and 6: from what a user typed to a connection. */
export const DIAL: Record<string, Hint> = {
  "splits text into lines": [
    "What is one message in what a user typed: a word or a line?",
    "`String.prototype.split()` takes the text between two messages.",
    "Split at each line feed, and look at what stands at the end of the list.",
  ],
  "takes the last line without a line end": [
    "What is in the text after the last line feed?",
    "Look at the last element of what `split()` gives.",
    "The last element is a line too, unless it is empty.",
  ],
  "takes a carriage return before the line feed": [
    "Which two characters end a line on Windows?",
    "A regular expression can make one character optional: `?`.",
    "Split at an optional `\\r` followed by `\\n`.",
  ],
  "drops empty lines": [
    "What would the server answer to an empty message?",
    "`Array.prototype.filter()` keeps what you want.",
    "Keep the lines that are not the empty string, after the split.",
  ],
  "takes nothing else from a line": [
    "Which characters belong to a line although they look like space?",
    "Look for `trim()`, `\\s` or a class of several characters in your code.",
    "Only `\\n`, with or without one `\\r` just before it, ends a line; the rest of the line stays as it is.",
  ],
  "connects to a listening server": [
    "Which two things does connect need, and who closes the connection later?",
    "`Deno.connect({ hostname, port })`, and what you do with it before you return it.",
    "Return `{ ok: true, conn }` with an open connection, and make no other connection.",
  ],
  "connects over IPv6": [
    "Does your code look at the form of the address?",
    "`Deno.connect` takes IPv4 and IPv6 addresses as they are.",
    "Hand `server.hostname` to `Deno.connect` unchanged, without brackets or a pattern.",
  ],
  "connects to a host by its name": [
    "Who turns a name into an address: your program, or connect?",
    "Deno.connect() takes a name as well as an address, and asks for its address itself. Look for a test of the form of hostname.",
    "Hand hostname to Deno.connect() as it is; a name that nobody knows makes it reject.",
  ],
  "reports a refused connection": [
    "Which error does connect give when the answer is RST?",
    "`Deno.errors.ConnectionRefused`, in a `catch` around the await.",
    "Catch the error, test its class with `instanceof`, and return the failure `refused`.",
  ],
  "reports a port that is out of range": [
    "Which numbers are ports that a server can have?",
    "`Number.isInteger()`, and two comparisons.",
    "Before you connect, return `bad-address` unless the port is an integer from 1 to 65535.",
  ],
  "takes every port from 1 to 65535": [
    "Which is the lowest port that a server can have, and which the highest?",
    "The comparison at each end: `<` or `<=`.",
    "Dial each integer from 1 to 65535, both ends included; a port below 1024 is no exception.",
  ],
  "reports a host name that cannot be resolved": [
    "Was a segment sent when a name has no address?",
    "The table of errors in the text: what has neither an errno nor a class of its own?",
    "An error that fits none of the other failures is `bad-address`.",
  ],
  "reports an unreachable network or host": [
    "Which errors say that there is no way to the host?",
    "`Deno.errors.NetworkUnreachable`, and the property `code` of an error.",
    "Deno has a class for ENETUNREACH; for EHOSTUNREACH compare `code`.",
  ],
  "reports that the kernel gave up": [
    "Who else can end the wait, besides your deadline?",
    "`Deno.errors.TimedOut`, which is not the error of your signal.",
    "Return `timed-out` for the kernel's ETIMEDOUT as well as for your own deadline.",
  ],
  "never rejects": [
    "What happens to an error that you did not think of?",
    "The last lines of your `catch`.",
    "Do not throw from the `catch`: choose the failure that comes nearest.",
  ],
  "gives up at the deadline": [
    "What ends your await when no segment comes back?",
    "`AbortSignal.timeout()` and the `signal` of `Deno.connect`, or a timer of your own.",
    "Use `options.timeoutMs`, in milliseconds, anew for each call, and return `timed-out` when it is over.",
  ],
  "gives up neither before the deadline nor after it": [
    "Which number does your timer get, and in which unit?",
    "`options.timeoutMs` is in milliseconds. Does your code add to it, multiply it, or limit it?",
    "Hand `options.timeoutMs` to the timer unchanged, in each call anew.",
  ],
  "takes 0 for a deadline that is over": [
    "timeoutMs is 0. Which branch does your program take?",
    "0 counts as false in a condition and on the left of ||. Look for both beside timeoutMs.",
    "Set the timer or the signal whatever timeoutMs is.",
  ],
  "takes a connection that is there just before the deadline": [
    "The deadline is a minute away. What else ends your wait?",
    "Look for a second limit, such as a maximum of some seconds.",
    "Nothing but `options.timeoutMs` may end the wait; a connection in time is handed out and stays open.",
  ],
  "waits for a slow handshake until the deadline": [
    "How long may a connect take when the deadline is far?",
    "Which timer ends the wait, and with which number?",
    "Nothing but `options.timeoutMs` may end the wait.",
  ],
  "leaves the connection open after its deadline": [
    "What does your timer do when connect was in time?",
    "`clearTimeout()`, or what the signal does after the handshake.",
    "Stop the timer when the connection is there, so that nothing closes it later.",
  ],
  "closes a connection that completes after the deadline": [
    "You have said `timed-out`: who has the connection that comes now?",
    "`Promise.race()` forgets the loser, it does not stop it.",
    "Either end the connect with a signal, or close the connection in its `then()` when it comes too late.",
  ],
  "survives a connect that fails after the deadline": [
    "You have said `timed-out`: who catches the error that comes now?",
    "Each `then()` makes a new promise, which can reject too.",
    "Give every promise that is made from the connect a handler for its error, even after the deadline.",
  ],
  "keeps many calls at once apart": [
    "Which variables live outside of the function?",
    "`let` and `Map` at the top level of your file.",
    "Keep everything of a call inside the call: each makes a connection of its own.",
  ],
  "waits as long as the longest deadline": [
    "Which number does your timer get for 2147483647?",
    "A timer of more than 2147483647 ms rings after 1 ms. Is something added to the deadline, or is it made smaller?",
    "Give timeoutMs to the timer as it is: AbortSignal.timeout(timeoutMs).",
  ],
};
