import type { Hint } from "../../workbook/guide.ts";

/** Hints by the name of the check that fails. */
export const HINTS: Record<string, Hint> = {
  "stops right after it was started": [
    "What does a pending accept() do when its listener is closed?",
    "accept() rejects with BadResource. Look at who catches that, and at what finished then does.",
    "Close the listener in stop(), catch the rejection of accept(), leave the loop, and let finished be the promise of that loop.",
  ],
  "listens on 127.0.0.1 before it returns": [
    "When does the kernel begin to listen: when the function is called, or later?",
    "Deno.listen() is not asynchronous, and its default address is every address of the machine.",
    'Call Deno.listen({ hostname: "127.0.0.1", port }) first, and return listener.addr.',
  ],
  "listens on the port that it is given": [
    "Which port does Deno.listen() get when the caller names one?",
    "Look at how options.port and its default 0 reach Deno.listen().",
    "const { port = 0 } = options, then Deno.listen({ hostname, port }).",
  ],
  "throws when its port is taken": [
    "Somebody listens on that port already. What does Deno.listen() do?",
    "It throws AddrInUse. Look for a catch around it: a server on another port is not what the caller asked for.",
    "Let the error of Deno.listen() leave startServer(): no try around it.",
  ],
  "answers OK!!! to a message": [
    "What must happen after each read() that returns bytes?",
    "The answer is 5 bytes, 4f 4b 21 21 21: nothing comes before it, no line feed is waited for, none is sent.",
    'After read(), write new TextEncoder().encode("OK!!!") to the same connection, and nothing else.',
  ],
  "answers each message of a connection": [
    "How many messages may a client send before it leaves?",
    "Look at whether read() and write() stand together in one loop.",
    "Loop: read, answer, read again; leave the loop only at null or exit.",
  ],
  "says nothing before the client does": [
    "Who speaks first in this protocol?",
    "Look at what is written before the first chunk, and what happens when read() returns null at once.",
    "Write only after a read() that returned a number.",
  ],
  "logs what each message said": [
    "What are the exact characters of the line?",
    "`Server recv: ` has one space after the colon; the text follows, and no line feed.",
    "Call options.log with `Server recv: ${text}` once for each read that returned bytes.",
  ],
  "logs only the bytes of this read": [
    "A message of 12 bytes, then one of 2: what is in the buffer after the second read?",
    "read() returns how many bytes it wrote at the start of the buffer. Behind them are older bytes.",
    "Decode buffer.subarray(0, n), not the whole buffer.",
  ],
  "takes a message of 64 bytes in one read": [
    "How long is the array that you hand to read()?",
    "read() takes no more bytes than the array has. The rest of the message is another chunk then, with a line and an answer of its own.",
    "Make the buffer of a connection 64 bytes or longer, as the exercise asks; the program of the notes has 1024.",
  ],
  "logs the text as it came": [
    "Does anything change the text between read() and log()?",
    "White space, line feeds and NUL are bytes of the text like any others.",
    "One TextDecoder, no trim, no split, one line for one chunk.",
  ],
  "works without a log": [
    "What is options.log when the caller gives none?",
    "Look at each place where log is called.",
    "Give it a default in the destructuring: log = () => {}.",
  ],
  "serves a second client while the first is idle": [
    "Client 1 says nothing. At which await does your program wait?",
    "Look at what lies between one accept() and the next.",
    "Start the function that serves a client without await, and accept again at once.",
  ],
  "answers exit, then closes the connection": [
    "In which order: answer, log, close?",
    "exit is a chunk like any other up to its answer. After it this connection is closed in both directions.",
    "After the answer, leave the read loop if the chunk was exit, and close() the connection.",
  ],
  "closes only the connection that said exit": [
    "What else ends when one client says exit?",
    "The program of the notes ends after one client. Look at what your exit path closes or leaves.",
    "Return from the function that serves this one client; leave the listener and the other connections alone.",
  ],
  "takes exit only as a whole chunk": [
    "Is helloexit the word exit?",
    "Look at the comparison: whole chunk, every byte, no trimming.",
    "isExit() is given: hand it the whole chunk, as it came, and nothing kept from before.",
  ],
  "does not put exit together from two chunks": [
    "The client sends ex, is answered, and sends it. What is compared with exit?",
    "Each chunk is compared by itself.",
    "Keep no text from one read to the next for this comparison.",
  ],
  "ends at exit whatever came before": [
    "What may a client have sent before exit? Nothing at all, or half a character.",
    "A decoder with { stream: true } puts the half that it kept before the text of the next chunk.",
    "Compare the bytes of this chunk with the four bytes of exit, not the text that goes to the log.",
  ],
  "logs Client quit!!! once at end of stream and closes": [
    "What does read() return when the client has ended its stream?",
    "null, at this read and at every later one. Look at what leaves the loop.",
    "if (n === null) { log the line; return } and close() the connection in a finally.",
  ],
  "closes when the client ends without a word": [
    "May null be the first thing that read() returns?",
    "Look at code that expects one message at least.",
    "Treat null in the loop, before anything is decoded.",
  ],
  "answers a client that half-closes after its message": [
    "The client has ended its sending direction. Can it still receive?",
    "The bytes come before the end of stream. Look at whether their answer is awaited before the next read().",
    "await the write of the answer, then read on; null comes next.",
  ],
  "closes when the stream ends inside a character": [
    "What does a decoder do with a character that never becomes whole?",
    "Look at what happens between null and the quit line.",
    "Log the quit line and close at null, whatever the decoder still holds.",
  ],
  "keeps a client that is silent for long": [
    "A user at the other end thinks for a while. What does your server do meanwhile?",
    "Look for a timer: setTimeout, AbortSignal.timeout. This server has no time limit.",
    "Await read() without a limit; only exit, the end of the stream, an error and stop() end a connection.",
  ],
  "serves the others when a client leaves": [
    "Which loop ends when one client is at its end of stream?",
    "There are two loops: one accepts, one reads from one client.",
    "Leave the read loop only; the accept loop ends in stop().",
  ],
  "serves the others when a client resets": [
    "read() and write() reject after a reset. Who catches that?",
    "A promise that nobody awaits needs its own try; close() belongs to the failing path, too.",
    "try { serve } catch { this client is gone } finally { close }, for each connection.",
  ],
  "goes on when accept() rejects": [
    "A client is gone before accept() takes its connection. What does accept() do then?",
    "It rejects with NotConnected, and the listener is still open. A `for await` over the listener throws the same error. Look at what follows the catch.",
    "Put try and catch inside the loop that accepts, and leave that loop only when stop() was called.",
  ],
  "serves the others while a client does not read": [
    "The write to client 1 waits. What else waits with it?",
    "Look for a lock, a queue or an await that the connections have in common.",
    "Await the answer in the function of its own connection, and nowhere else; close() in stop() ends a write that waits.",
  ],
  "waits for a client that does not read": [
    "How long may a client take before it reads its answer?",
    "Look for a timer around write(), or one that closes connections.",
    "Only the client, exit and stop() end a connection; await the write alone.",
  ],
  "outlives clients that leave without reading the answer": [
    "The answer is written to a client that is gone. What may write() do?",
    "It may succeed or reject; a later read() may reject, too.",
    "Let the same try and finally cover read and write.",
  ],
  "keeps the connections apart": [
    "What do two connections of your server share?",
    "A decoder in stream mode keeps half a character. Whose half is it?",
    "Make buffer and decoder inside the function that serves one connection.",
  ],
  "serves fifty clients at once": [
    "Fifty reads are pending. Into which buffers?",
    "Look for anything made once that each connection needs for itself, and for a limit.",
    "One buffer a connection, one running function a connection.",
  ],
  "serves any number of clients and messages": [
    "Is there a number in your code that is neither a length nor a port?",
    "Only the client or stop() ends a connection, and only stop() ends the server.",
    "Accept again at once, however many are served; read until end of stream or exit.",
  ],
  "keeps two servers apart": [
    "Which variables live outside of startServer()?",
    "What stands at the top of the file belongs to all servers at once: a buffer, a log, a decoder.",
    "Make what belongs to one server inside startServer(), and what belongs to one client inside serve().",
  ],
  "sends the whole answer in several writes": [
    "What is the number that write() resolves with?",
    "write() tells how many bytes the kernel took. When the send queue is nearly full, that may be fewer than you gave.",
    "Write in a loop: add up what write() returns, and write data.subarray(sent) until all of it is sent.",
  ],
  "answers and logs bytes that are not UTF-8": [
    "What does your decoder do with the byte ff?",
    "TextDecoder writes U+FFFD, unless it was made with fatal: true.",
    "Use new TextDecoder() without options.",
  ],
  "loses nothing of a text that comes byte by byte": [
    "One byte of a character of three: is that a chunk?",
    "Each read that returns bytes is logged and answered, even when no whole character is there.",
    "Log and answer every chunk; { stream: true } in decode() keeps the unfinished bytes for the next.",
  ],
  "loses nothing of messages that run together": [
    "How many messages does one read() return?",
    "One read is not one message: whatever came is one chunk, logged whole and answered once.",
    "Do not split the chunk and do not wait for more: log it, answer it, read on.",
  ],
  "ends at exit after half a character": [
    "The decoder keeps half a character. What does it give for the four bytes of exit then?",
    "A streaming decoder puts what it kept before the next text: U+FFFD and exit, which is not exit.",
    "Compare the bytes of this read with the bytes 65 78 69 74, or decode them by themselves.",
  ],
  "answers a message of any length": [
    "What does read() return when a message just fills the buffer?",
    "The buffer's length says nothing about the end of a message.",
    "Answer after every read that returned bytes, whatever their number.",
  ],
  "answers every chunk of a long message": [
    "At which await does the server wait while 4 MB come in?",
    "Look at anything that collects, skips or delays chunks.",
    "Read, log, answer, read again; keep nothing of earlier chunks.",
  ],
  "stop() closes the open connections": [
    "Does stop() wait for the clients to leave?",
    "stop() must know every open connection; a pending read() rejects when its connection is closed.",
    "Keep the open connections in a Set, and close each of them in stop().",
  ],
  "finished is pending until stop()": [
    "Which promise do you hand out as finished?",
    "It is the promise of the loop that accepts. Look at what makes it resolve while the server runs.",
    "Let finished be the promise of an async function that accepts until stop() is called.",
  ],
  "stop() stops no other server": [
    "Two servers run in one program, and one is stopped. What do they share?",
    "A set of connections at the top of the file belongs to all servers at once.",
    "Make the set, the flag and the listener inside startServer().",
  ],
  "stop() frees the port": [
    "Who still listens after stop()?",
    "Look at listener.close(), and at whether anything listens again after an error.",
    "Close the listener in stop() before anything is awaited.",
  ],
  "stop() may be called twice": [
    "What does close() do on a socket that is closed already?",
    "It throws BadResource. And the second call may come while the first is still at work.",
    "Close things only the first time, and return the same promise, finished, every time.",
  ],
  "stop() resolves no earlier than finished": [
    "What is still running when stop() returns?",
    "A rejected read() reaches its handler a moment after close().",
    "Return or await finished in stop().",
  ],
  "finished resolves when everything is closed": [
    "Which work does finished stand for?",
    "The accept loop, and the function of every connection.",
    "After the accept loop, await Promise.all of the functions that still serve.",
  ],
  "logs nothing after finished": [
    "Which lines are not yet logged when finished resolves?",
    "Look at every log() that runs later than its read: in a timer, or in a promise that nobody awaits.",
    "Log in the function that serves the connection, before that function ends; finished waits for it.",
  ],
  "stop() ends while clients are talking": [
    "A handler is between two awaits when stop() closes its connection. What then?",
    "The next read() or write() rejects with BadResource. Look at a loop that tries again.",
    "Let any error end the function of that connection.",
  ],
  "stop() closes a connection that is just being accepted": [
    "stop() is called; then accept() returns one more connection. Who closes it?",
    "The connection left the accept queue before the listener was closed.",
    "After accept(), ask whether the server is stopped; if it is, close this connection.",
  ],
  "stop() may be called while a line is logged": [
    "log() calls stop(). On which connection do you write after that?",
    "It is closed: write() rejects with BadResource, not with ConnectionReset.",
    "Let any error end the function of that connection.",
  ],
};
