import type { Hint } from "../../workbook/guide.ts";

/** Hints by the name of the check that fails. */
export const HINTS: Record<string, Hint> = {
  "answers in upper case after the end of stream": [
    "After the peer's FIN, which direction of the connection is still open?",
    "read() gives null at end of stream and leaves the connection as it is. Reading conn.readable to its end closes it.",
    "Loop on conn.read() until it gives null and keep a copy of every chunk. Then decode, upper-case, write, close.",
  ],
  "says nothing before the end of stream": [
    "How does your code know that the text is complete?",
    "A short read() is not the end; only null is.",
    "Put the writing after the loop that reads until null, not into it.",
  ],
  "closes the connection after the answer": [
    "What did closeWrite() free?",
    "closeWrite() ends a direction and frees nothing; close() frees the descriptor.",
    "Call conn.close() in a finally block around reading and writing.",
  ],
  "resolves when the answer is written and the connection closed": [
    "When does the promise of your function resolve: before or after its work is done?",
    "Look for a promise that is neither awaited nor returned, and for a close() in a timer.",
    "Await reading, writing and everything else inside answerAfterEof(), and close before it ends.",
  ],
  "answers an empty text with an end of stream": [
    "What does your code do when the very first read() gives null?",
    "Look for a return, or a condition on the length, that leaves before close().",
    "No special case is needed: an empty text gives an empty answer, and finally closes.",
  ],
  "waits for a peer that thinks": [
    "How long may a peer be silent before it ends its direction?",
    "Look for a timer, a race, or AbortSignal.timeout() around reading.",
    "Await read() alone: bytes, null or an error end the waiting, nothing else.",
  ],
  "upper-cases every letter, whatever its alphabet": [
    "Which letters does your conversion know, and may a capital be longer than its letter?",
    "toUpperCase() of a whole string knows every alphabet; one byte or one UTF-16 unit is not always a letter.",
    "Decode all bytes with TextDecoder, call toUpperCase() once on the text, encode the result.",
  ],
  "keeps what is no letter": [
    "What happens to a blank, a line end, a NUL?",
    "`trim()`, `split()` and `replace()` do more than capitals; a NUL ends no text here.",
    "Call nothing but toUpperCase() on the whole text.",
  ],
  "puts characters together that come byte by byte": [
    "What does TextDecoder make of the first byte of a character of three?",
    "A decoder that is told { stream: true } keeps the beginning of a character for the next chunk.",
    "Collect all bytes and decode once; or use one decoder for the connection, with { stream: true }, and decode() without arguments at the end.",
  ],
  "answers two peers at once, each with its own text": [
    "Which variables live outside of the function?",
    "Chunks, decoder and buffer belong to one call.",
    "Declare all of them inside answerAfterEof().",
  ],
  "waits for a peer that does not read the answer": [
    "How long may a peer take before it reads?",
    "Look for a timer or a race around write().",
    "Await write() alone; only an error ends it.",
  ],
  "answers a long text to a peer that reads late": [
    "How many of the bytes did one write() take?",
    "write() returns how much the kernel took; the rest is yours. It is also a promise: is it awaited before close()?",
    "Write in a loop: add up what write() returns and pass data.subarray(sent) until all is sent.",
  ],
  "counts the bytes of the answer, not its letters": [
    "How many bytes does the letter é have?",
    "write() counts bytes; the length of a string counts UTF-16 units.",
    "Encode first, then compare what write() returned with the length of the encoded array.",
  ],
  "closes the connection when the peer resets it": [
    "Which lines run after read() has thrown?",
    "finally runs on both paths.",
    "try { read, write } finally { conn.close(); }",
  ],
  "closes the connection when the peer goes away during the answer": [
    "Which lines run after write() has thrown?",
    "Does your try block end before the writing?",
    "One try block around reading and writing, with conn.close() in its finally.",
  ],
  "sends the whole request, half-closes, and takes the late reply": [
    "The server waits for your end of stream, and you wait for its reply: who moves first?",
    "closeWrite() ends your direction and leaves the other open; close() ends both.",
    "Write all of the request, then closeWrite(), read until null, then close().",
  ],
  "waits for a server that thinks": [
    "How long may a server take before it answers?",
    "Look for a timer, a race, or AbortSignal.timeout() around reading.",
    "Await the reading alone: end of stream or an error ends it, nothing else.",
  ],
  "resolves when its connection is closed": [
    "What is left to do when the promise of exchange resolves?",
    "Look for a close() in a timer, or in a promise that nobody awaits.",
    "Close in a finally block around the await of reading and sending.",
  ],
  "leaves the request as it was": [
    "Whose array is request?",
    "Look for anything that writes into it: fill(), set(), reverse(), read() into it.",
    "Only read from request. A buffer for the reply is an array of its own.",
  ],
  "collects a reply that comes in pieces": [
    "What happens to the bytes of one read() when the next one fills the same buffer?",
    "subarray() is a view of the buffer, slice() is a copy. And only null is the end.",
    "Push buffer.slice(0, n) to a list until read() gives null, then join the list.",
  ],
  "takes the reply of a server that does not wait for the end": [
    "What does your code do if the server has already closed when the request is sent?",
    "The reply lies in your receive queue, whoever closed.",
    "Read until null in any case, and return what came.",
  ],
  "sends FIN alone when the request is empty": [
    "What tells the server that an empty request is over?",
    "No write is needed, but closeWrite() is.",
    "Leave out every special case for length 0: a loop that sends nothing, then closeWrite().",
  ],
  "resolves with no bytes when the reply is empty": [
    "What do you return when the first read() gives null?",
    "An empty reply is a reply: an array of length 0.",
    "Join an empty list of chunks: new Uint8Array(0).",
  ],
  "works over IPv6": [
    "Where does the address in your Deno.connect() come from?",
    "server.hostname may be ::1.",
    "Pass hostname: server.hostname and port: server.port.",
  ],
  "connects to the endpoint that it is given": [
    "Which hostname and which port does Deno.connect() get?",
    "Do not look at what kind of address it is: Deno does.",
    "Pass hostname: server.hostname and port: server.port, unchanged.",
  ],
  "keeps two exchanges apart": [
    "Which variables live outside of the function?",
    "Connection, chunks and buffer belong to one call.",
    "Declare all of them inside exchange().",
  ],
  "sends 16 MB to a server that echoes while it reads": [
    "The server's echo fills your receive queue while you write. Who empties it?",
    "Reading and sending must go on at the same time: Promise.all().",
    "await Promise.all([readAll(conn), writeAll(conn, request).then(() => conn.closeWrite())])",
  ],
  "sends a long request to a server that answers after the end": [
    "This server sends nothing before your FIN. What does your sending wait for?",
    "A loop that writes a part and then reads a part waits for a reply that cannot come yet.",
    "Two functions at once: one only reads, the other only writes and then calls closeWrite().",
  ],
  "waits for a server that does not read": [
    "How long may a server take before it reads your request?",
    "Look for a timer or a race around write().",
    "Await write() alone; only an error ends it.",
  ],
  "sends the rest of the request after the reply has ended": [
    "The reply has ended. What happens to the direction that has not?",
    "Does something close the connection at the server's end of stream: conn.readable, or a close() that does not wait for the sending?",
    "Read with conn.read(), and await both the reading and the sending before close().",
  ],
  "leaves nothing open when the server resets": [
    "Which lines run after read() has thrown?",
    "finally runs on both paths.",
    "try { … } finally { conn.close(); } directly after Deno.connect().",
  ],
  "leaves nothing open when the server goes away during the request": [
    "Which lines run after write() has thrown?",
    "A failed write must reach the same finally as a failed read.",
    "Await reading and sending together in one try block; close in its finally.",
  ],
  "carries bytes in both directions": [
    "Who reads a, and who reads b, at the same moment?",
    "Two loops run at once when neither is awaited before the other has begun.",
    "Write one function carry(from, to), and await Promise.all([carry(a, b), carry(b, a)]).",
  ],
  "carries what b says while a is silent": [
    "Which read() is your code waiting for while a says nothing?",
    "One loop that reads a and b in turn waits for the silent one.",
    "A loop of its own for each direction, both started at once.",
  ],
  "half-closes b when a ends, and still carries what b says": [
    "read() on a gave null. Which connection must hear of it, and which direction of it?",
    "closeWrite() on the connection that the loop writes to. Streams and close() end both directions.",
    "After the loop of carry(from, to): await to.closeWrite(). Close both only after Promise.all().",
  ],
  "half-closes a when b ends, and still carries what a says": [
    "Are your two directions really the same code?",
    "The promise of the relay waits for both directions, whichever is first.",
    "Promise.all(), not Promise.race(), and the same carry() for both.",
  ],
  "waits for both sides, however long they think": [
    "How long may a side be silent, before or after the other has ended?",
    "Look for a timer, a race, or AbortSignal.timeout() around reading, or after the first end of stream.",
    "Await both directions and nothing else: each ends by itself.",
  ],
  "closes both connections when both directions have ended": [
    "What frees the two descriptors?",
    "After two closeWrite() calls the connection is over, but both descriptors are still yours.",
    "a.close() and b.close() in a finally block.",
  ],
  "resolves when both connections are closed": [
    "What is left to do when the promise of relay resolves?",
    "Look for a close() in a timer, or in a promise that nobody awaits.",
    "Close both in the finally block around the await of both directions.",
  ],
  "throws when nobody listens": [
    "Deno.connect() rejects when nobody listens. Who gets to know?",
    "An empty reply and no server are two things: the caller must be able to tell them apart.",
    "Let the error of Deno.connect() pass: no catch around it.",
  ],
  "waits for a server that has answered and reads later": [
    "The reply has ended. What is not done yet?",
    "The server may read the rest of the request as late as it likes.",
    "Await the sending without a timer: await Promise.all([readAll(conn), sendToEnd(conn, request)]).",
  ],
  "keeps two relays apart": [
    "Which variables live outside of the function?",
    "Buffers and queues belong to one direction of one relay.",
    "Declare them inside carry().",
  ],
  "carries megabytes both ways at once": [
    "What do your two directions share?",
    "One buffer for both is overwritten by one direction while the other still writes from it. And write() may take only a part.",
    "A buffer in each carry(), and a loop that writes until all of the chunk is taken.",
  ],
  "waits for a slow reader without stopping the other direction": [
    "What does write() return when the reader is slow?",
    "A part of the chunk may be left over; a full direction must not stop the other one.",
    "for (let sent = 0; sent < n;) sent += await to.write(buffer.subarray(sent, n));",
  ],
  "waits for a side that does not read": [
    "How long may one side take before it reads?",
    "Look for a timer that closes both, or for a limit on what is kept.",
    "Await write() alone; an end of stream or an error ends a direction, nothing else.",
  ],
  "leaves nothing open when a resets": [
    "read() on a throws. Who tells b?",
    "Promise.all() rejects at the first failure; closing a connection wakes the read that waits on it.",
    "try { await Promise.all([…]) } finally { a.close(); b.close(); }",
  ],
  "leaves nothing open when b resets": [
    "read() on b throws. Who tells a, and who catches what the other direction throws then?",
    "A promise that is awaited later has no catch yet when it fails.",
    "Await both directions together with Promise.all(), and close both in finally.",
  ],
  "leaves nothing open when a side resets after its end of stream": [
    "Nobody reads that side any more: where does its reset show?",
    "write() throws. Does that path close both connections?",
    "The same finally for a failed write as for a failed read.",
  ],
  "leaves nothing open when a side goes away during a transfer": [
    "write() throws because the reader is gone. Is it worth reading on?",
    "A catch inside the loop hides that the direction is over.",
    "Let the error leave carry(), and close both connections in the finally of relay().",
  ],
};
