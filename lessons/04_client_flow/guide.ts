import type { Guide } from "../../workbook/guide.ts";

/** What the workbook asks and hints in this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "wrong-address",
      question:
        "A listener waits on 127.0.0.1. A client dials the same port on ::1, where nobody listens: what does connect say?",
      options: [
        "nothing, until its own time-out",
        "connection refused, at once",
        "host unreachable, at once",
      ],
      right: 1,
      why:
        "A host answered at that address, and no program had the port: RST. Without any answer the client would have waited.",
      about: "E31",
    },
    {
      id: "full-queue",
      question:
        "The accept queue of the listener is full. What does the second connect do?",
      options: [
        "it fails at once: connection refused",
        "it fails at once: the queue is full",
        "it waits, and hears nothing",
      ],
      right: 2,
      why:
        "Linux drops the SYN and sends no answer. To the client this looks like a host that is not there.",
      about: "E31, misconception 8",
    },
    {
      id: "local-port",
      question:
        "The handshake of the second client has not happened. Which local port does the client have?",
      options: [
        "none before it is connected",
        "one that the kernel chose before the SYN",
        "the port of the server",
      ],
      right: 1,
      why:
        "The row in SYN_SENT has a local port. The SYN must carry one, or nobody could answer it.",
      about: "E18",
    },
    {
      id: "lost-race",
      question:
        "A client raced its connect against 100 ms with Promise.race(), and gave up. Then a place in the queue becomes free. What happens?",
      options: [
        "nothing: the attempt ended at the deadline",
        "the connection completes, and nobody has it",
        "the connect fails: the server resets it",
      ],
      right: 1,
      why:
        "The race ended the wait, not the connect. The kernel sent the SYN again, and the rows show a connection that no function knows and nobody closes.",
      about: "E31",
    },
    {
      id: "write-after-end",
      question:
        "The server has closed, and read() returned null. What does the next write do?",
      options: [
        "it succeeds",
        "it throws BrokenPipe",
        "it throws ConnectionReset",
      ],
      right: 0,
      why:
        "A write only copies bytes to the kernel. They met a closed connection, RST came back, and the write after that failed.",
      about: "E69, misconception 11",
    },
    {
      id: "empty-write",
      question: "The client writes zero bytes. What does the server read?",
      options: [
        "an empty message",
        "end of stream",
        "nothing: it still waits",
      ],
      right: 2,
      why: "Zero bytes make no segment. A stream has no empty messages.",
      about: "E68",
    },
  ],
  hints: {
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
    "sends a message and collects its reply": [
      "Which steps are done for each message, and which once at the end?",
      "`conn.write()`, `conn.read()`, `conn.close()`.",
      "For each message write its bytes and nothing else, read 5 bytes, keep them as text; close at the end.",
    ],
    "sends UTF-8": [
      "How many bytes does ü have?",
      "`TextEncoder`, and the length of what it gives.",
      "Encode first, and count bytes, never characters.",
    ],
    "waits for the whole reply before the next message": [
      "What must be there before the next message may leave?",
      "Where the loop awaits the reply.",
      "Await the reply inside the loop, after the write and before the next turn.",
    ],
    "does not send after a part of a reply": [
      "Is one read one reply?",
      "The number that `conn.read()` returns.",
      "Read again until 5 bytes are together.",
    ],
    "collects a reply that arrives in pieces": [
      "Where in the buffer does the second read put its bytes?",
      "`subarray(start)` of the buffer for the reply.",
      "Read into the part of the buffer that is still free.",
    ],
    "decodes a reply when it is whole": [
      "What is half of the character é?",
      "`TextDecoder.decode()`: how often, and on which bytes?",
      "Collect 5 bytes first, then decode them once.",
    ],
    "keeps a reply that arrives with the one before": [
      "A read brought 7 bytes. Where are the last two?",
      "The size of the buffer that you hand to `read()`, or a variable that outlives one reply.",
      "Never read more than is missing, or keep the rest for the next reply.",
    ],
    "changes neither a message nor a reply": [
      "Which messages are empty, and which only look like it?",
      "`trim()`, a `Set`, or a test of what the reply says.",
      "Skip a message only if it is the empty string, send the others as they are, and keep each reply as it came.",
    ],
    "survives a reply that is not UTF-8": [
      "What can a server send that is not text?",
      "The options of `TextDecoder`.",
      "Let the decoder replace what it cannot read; without the option `fatal` it never throws.",
    ],
    "decodes each reply for itself": [
      "A reply ends inside a character. Where is that half when the next reply comes?",
      "A decoder with { stream: true } keeps it, and puts it before the next text.",
      "Collect the 5 bytes, then decode them with a decoder that has seen nothing else, or without { stream: true }.",
    ],
    "waits for a reply without a limit": [
      "The server thinks for an hour. Which await of yours ends before the reply is there?",
      "Look for a timer around read(), or for a pause between two messages. Only dial() has a deadline.",
      "Await read() itself; a reply, the end of the stream and a reset are all that ends it.",
    ],
    "skips empty messages": [
      "How many segments do zero bytes make?",
      "`continue`, at the top of the loop.",
      "Go to the next message when this one is the empty string: neither write nor read.",
    ],
    "closes when there is nothing to send": [
      "Which path does your code take when the loop never runs?",
      "`finally`, or the last lines of your function.",
      "Close the connection after the loop, not inside it.",
    ],
    "takes any iterable once": [
      "What can every Iterable do, and what can only an array do?",
      "`for … of`, and how often you write it.",
      "Go through the messages once with `for … of`; use no index, no length.",
    ],
    "stops after the answer to exit": [
      "In which order: send exit, read its reply, stop?",
      "The line that compares the message with `exit`.",
      "After the reply was read and kept, return when the message was `exit`.",
    ],
    "takes exit letter for letter": [
      "Is ` exit` the word exit?",
      "The comparison with `===`, and what you do to the message before.",
      "Compare the whole message, unchanged, with `exit`.",
    ],
    "ends with exit when the server closes after its answer": [
      "The answer and the end of stream came together. Was exit answered?",
      "What you read after the reply to `exit`.",
      "Once the reply to `exit` is whole, read nothing more.",
    ],
    "ends when the server closes before the reply": [
      "What does read return at end of stream?",
      "`null`, and what your loop does then.",
      "When `read()` gives `null` before the reply is whole, the conversation is over: `server-closed`.",
    ],
    "drops a part of a reply at the end": [
      "Four bytes, then end of stream: is that a reply?",
      "What you keep when `read()` gives `null`.",
      "Add to `replies` only what has 5 bytes.",
    ],
    "calls an unanswered exit server-closed": [
      "What must have come before the end may be called `exit`?",
      "The order of two tests: end of stream, and the word exit.",
      "Test for end of stream first; only an answered exit ends with `exit`.",
    ],
    "ends when the server resets": [
      "What does read do when RST came?",
      "`Deno.errors.ConnectionReset`, `catch`, and `finally`.",
      "Catch the error, resolve with `reset` and the replies so far, and close on this path too.",
    ],
    "ends when a write meets a connection that is gone": [
      "Which calls can fail when the server has gone?",
      "`conn.write()` rejects too: `BrokenPipe` or `ConnectionReset`.",
      "Put the write inside the same `try` as the read.",
    ],
    "keeps two conversations apart": [
      "Which variables do two calls share?",
      "A buffer or a decoder at the top level of your file.",
      "Make the buffer inside the function, one for each conversation.",
    ],
    "writes a long message completely": [
      "How many bytes did the kernel take?",
      "The number that `conn.write()` returns.",
      "Write the rest, from the byte after the last one taken, until nothing is left.",
    ],
    "writes a long message of many alphabets completely": [
      "Is a character a byte?",
      "`message.length` counts UTF-16 units; `conn.write()` counts bytes.",
      "Encode the message once, and write until all bytes of the array are taken.",
    ],
    "waits for a server that does not read": [
      "How long may a server take before it reads your message?",
      "Look for a timer around `conn.write()`.",
      "Await the write alone; only an error ends it.",
    ],
    "ends when the server goes away during a long message": [
      "A write is waiting for room. What becomes of it when the server closes?",
      "`await` before every write, and the `try` around it.",
      "Await each write inside the `try`; its error means that the connection is gone.",
    ],
    "holds a whole session with the notes' server": [
      "Which of the three functions gave the first surprise?",
      "Run their own checks first; they come before this one.",
      "Each line of the text is one message, the connection of `dial` goes to `converse`, and `exit` ends it.",
    ],
  },
};
