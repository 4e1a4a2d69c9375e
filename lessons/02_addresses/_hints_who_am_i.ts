import type { Hint } from "../../workbook/guide.ts";

/** Hints to part 5 and beyond: the server and its client. */
export const WHO_AM_I: Record<string, Hint> = {
  "tells a client its own address": [
    "Which of `conn.localAddr` and `conn.remoteAddr` is the client?",
    "Look at `encodeSockaddr()` and `conn.write()`.",
    "Listen on 127.0.0.1, accept, write the 16 bytes of the remote address, close; `stop()` closes the listener.",
  ],
  "tells a client of any address and port": [
    "Which fields of the client's endpoint do you send?",
    "A client need not be on 127.0.0.1: the address is in `conn.remoteAddr`, too.",
    "Give `conn.remoteAddr` to `encodeSockaddr()`, with both of its fields.",
  ],
  "closes the connection by itself, in both directions": [
    "Does your server still hold the connection after the write?",
    "`closeWrite()` ends one direction; which call gives the connection back?",
    "Call `conn.close()` after the write, in a `finally`.",
  ],
  "tells one client after the other": [
    "What does your server do after its first client?",
    "Look at the loop around `accept()`, and at values kept outside of it.",
    "Accept again and again, and make the structure anew for each connection.",
  ],
  "tells fifty clients at once, each its own": [
    "Which variables do two connections share?",
    "Keep all that belongs to one connection inside one function call.",
    "Call that function for each connection, without waiting for it in the accept loop.",
  ],
  "tells any number of clients": [
    "What counts the clients, and who asks that number?",
    "Only stop() ends the server, never a number.",
    "Let the accept loop ask whether the server is stopped, and nothing else.",
  ],
  "tells a client that comes an hour later": [
    "What ends your server: a moment, or a call?",
    "Look for timers, and for a condition of the accept loop that holds the time.",
    "Only `stop()` closes the listener. Nothing else ends the loop.",
  ],
  "runs beside another of its kind": [
    "Which port do two of your servers get?",
    "Look at the options of `Deno.listen()` and at variables outside of the function.",
    "Ask for port 0, and keep listener and flags inside `startWhoAmI()`.",
  ],
  "tells all 16 bytes when a write takes only a part": [
    "How many bytes did the first `write()` take?",
    "`conn.write()` resolves with a number; look at what your code does with it.",
    "Write in a loop: go on with `subarray()` at the first byte that was not taken.",
  ],
  "goes on after clients that reset before accept()": [
    "What does `accept()` do when the connection in the queue is gone already?",
    "It rejects with NotConnected; a `for await` over the listener throws the same error.",
    "Catch the error of each `accept()`, and leave the loop only when `stop()` was called.",
  ],
  "goes on after a client that resets after accept()": [
    "What does `write()` do on a connection that was reset?",
    "Who catches its error, and is the connection closed on that path?",
    "Put the write into `try`, the close into `finally`, and let no error leave the function.",
  ],
  "goes on after clients that reset at any time": [
    "Which promise of yours can reject with nobody to catch it?",
    "Look at `accept()` and at `write()`.",
    "Catch both where they happen; one client's end is not the server's.",
  ],
  "stops while it waits for a client": [
    "What does a pending `accept()` do when the listener closes?",
    "It rejects: who catches that, and what does `stop()` wait for?",
    "Close the listener, let the loop end, and wait for the loop.",
  ],
  "stops twice, also at once": [
    "What does `listener.close()` do the second time?",
    "Remember that `stop()` was called.",
    "Close the listener at the first call only, and return the same promise each time.",
  ],
  "frees its port": [
    "Who still holds the listener after `stop()`?",
    "Look at `listener.close()`.",
    "Close the listener in `stop()`, before anything is awaited, and resolve when the accept loop has ended.",
  ],
  "has closed everything when stop() resolves": [
    "Which clients are being told at the moment of `stop()`?",
    "Collect the promises of all connections.",
    "Wait for the accept loop, then for every connection that it started.",
  ],
  "asks a server and reads its answer": [
    "What tells you how long the answer is?",
    "Read until `decodeSockaddr()` has enough, or until the end of stream.",
    "Decode the bytes that came, as a little-endian host has them, and close in a `finally`.",
  ],
  "reads an answer of 28 bytes over IPv4": [
    "An IPv6 socket can serve IPv4 clients. Which structure does such a server send?",
    "Look at what decides how many bytes you wait for.",
    "The first two bytes of the answer are its family: 2 needs 16 bytes, 10 needs 28. The address of the server does not matter.",
  ],
  "asks over IPv6": [
    "How long is the answer of a server on ::1?",
    "Which host name does `Deno.connect()` get, and how large is your buffer?",
    "Pass the host name on, and make room for 28 bytes.",
  ],
  "asks the server that it is given": [
    "Which address does the caller name, and to which one do you connect?",
    "Look at what `Deno.connect()` gets, and at the endpoint that you return.",
    "Pass `hostname` and `port` of `server`; return what `decodeSockaddr()` gives.",
  ],
  "joins an answer that comes byte by byte": [
    "How many bytes does one `read()` promise?",
    "Look at what `read()` returns, and where the next bytes go.",
    "Read in a loop into `buffer.subarray(length)`, and add to `length`.",
  ],
  "joins an answer of 16 bytes that comes in pieces": [
    "What is in your buffer after the first piece?",
    "Does the second piece go behind the first one?",
    "Go on reading until the structure is complete.",
  ],
  "joins an answer of 28 bytes that comes in pieces": [
    "After 16 bytes, is this answer complete?",
    "Which function knows how many bytes the family needs?",
    "Go on until `decodeSockaddr()` gives an endpoint, or the stream ends.",
  ],
  "gives null when the server closes without a word": [
    "What does `read()` return at the end of stream?",
    "Test for `null` before you add.",
    "At the end of stream close the connection and return `null`.",
  ],
  "gives null when the server closes too early": [
    "Which of the bytes in your buffer did the server send?",
    "Decode `buffer.subarray(0, length)`, not the whole buffer.",
    "If the structure is not complete at the end of stream, return `null`.",
  ],
  "gives null for bytes that are no socket address": [
    "What does `decodeSockaddr()` say about these bytes?",
    "Does your loop end when the stream does? And when the buffer is full: what does a read() without room give?",
    "Return `null` when the server has closed, or when the buffer is full and holds no structure.",
  ],
  "waits for a server that says nothing yet": [
    "What is the difference between nothing yet and nothing any more?",
    "Only the end of stream ends your loop early.",
    "Await `read()`; silence is no answer.",
  ],
  "rejects when nobody listens": [
    "What does `Deno.connect()` do where nobody listens?",
    "Look for a `catch` that turns its error into a value.",
    "Let the error of `Deno.connect()` pass to the caller.",
  ],
  "leaves nothing open after a reset": [
    "Which line is reached when `read()` rejects?",
    "Look at `try` and `finally`, or at `using`.",
    "Close the connection on every way out.",
  ],
  "asks its own server": [
    "Do both functions work, each by itself?",
    "Look at what is shared by calls that run at the same time.",
    "Each call has its own connection and its own buffer.",
  ],
  "asks the same server anew": [
    "The second call asks a server that answered before. Does it connect?",
    "The server may say something else now: each connection has a port of its own.",
    "Keep nothing of one call for the next: connect in every call.",
  ],
};
