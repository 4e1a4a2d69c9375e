import type { Hint } from "../../workbook/guide.ts";

/** Hints by the name of the check that fails. */
export const HINTS: Record<string, Hint> = {
  "sends the data, and leaves the connection open": [
    "Which bytes does your write get, and who closes the connection afterwards?",
    "A Uint8Array may be a part of a larger memory: data.buffer is all of it. The connection is the caller's.",
    "Write data, or data.subarray(…); no close(), no closeWrite(), no closed stream.",
  ],
  "sends all when the kernel takes a part at a time": [
    "How many of the bytes did one write() take?",
    "write() returns a number, often less than you gave. The next write begins behind what was taken.",
    "for (let sent = 0; sent < data.length;) sent += await conn.write(data.subarray(sent));",
  ],
  "resolves when the kernel has taken every byte, and not before": [
    "When does your promise resolve: before or after the last write is over?",
    "Look for a write that is not awaited, or a loop that ends one write too early.",
    "Await each write in the loop; the loop ends when the sum equals data.length.",
  ],
  "waits as long as it takes": [
    "How long may a peer go without reading?",
    "Look for a timer, a race, or AbortSignal.timeout() around write().",
    "Await write() alone: bytes taken or an error end it, nothing else.",
  ],
  "sends all, however many writes that takes": [
    "What ends your loop, besides the last byte?",
    "A write() may take one byte. Nobody knows how many calls it takes.",
    "Let one condition end the loop: sent < data.length.",
  ],
  "sends nothing when there is nothing to send": [
    "What does your loop do with an array of length 0?",
    "A do … while loop writes once too often, and may wait for ever.",
    "Test the condition first: while (sent < data.length).",
  ],
  "leaves the data as it was, and two calls send two copies": [
    "What is different at the second call?",
    "The array is the caller's: do not write into it. A writer of conn.writable keeps a lock until it is given back.",
    "Use conn.write() and data.subarray(); both leave data and conn as they were.",
  ],
  "passes the error of a closed connection on": [
    "Who sees the error that write() throws?",
    "A catch that does nothing hides it; a catch that throws another one changes it.",
    "No try and no catch: an error of an awaited write leaves an async function by itself.",
  ],
  "passes the error on when its connection is closed meanwhile": [
    "Who sees the error that write() throws?",
    "close() under a write() that waits makes it reject with Interrupted: the bytes have not been sent.",
    "Catch nothing in writeAll: an await passes the error on.",
  ],
  "sends 17 MB to a peer that reads late": [
    "What does write() return when the queue is full?",
    "About 3.9 MB are taken at first; all else needs more writes.",
    "Leave the loop only when all is taken: for (let sent = 0; sent < data.length;) sent += await conn.write(data.subarray(sent));",
  ],
  "ends within three seconds": [
    "What ends the last write, the one that finds no room?",
    "Nobody reads: that write waits for ever. A timer beside it ends your waiting.",
    "await within(write, STILL_MS) gives undefined when the write waits; leave the loop then, and close.",
  ],
  "counts exactly the bytes that the peer can read later": [
    "Which number do you add: what you wanted to write, or what was taken?",
    "The last write before the queue is full is short.",
    "taken += n, with the n that write() gave.",
  ],
  "writes until nothing more is taken": [
    "How do you know that no more bytes will be taken?",
    "A short write is no sign of it: a moment later there may be room again. A write that waits is.",
    "Write again and again, whatever n was, until within(write, STILL_MS) gives undefined.",
  ],
  "resolves when its connection is closed": [
    "What is left to do when the promise resolves?",
    "Look for a close() in a timer, or in a promise that nobody awaits.",
    "conn.close() in a finally block around the loop, before the return.",
  ],
  "passes on that nobody listens": [
    "Who sees the error of Deno.connect()?",
    "A number is no way to say that there is no connection.",
    "Do not catch around Deno.connect().",
  ],
  "measures over IPv6": [
    "Where does the address in your Deno.connect() come from?",
    "server.hostname may be ::1.",
    "Pass hostname: server.hostname and port: server.port.",
  ],
  "keeps two pumps apart": [
    "Which variables live outside of the function?",
    "The number of bytes belongs to one call.",
    "Declare it inside pump().",
  ],
  "sends the parts in the order of the list": [
    "What decides where a part goes: its place in the list, or something else?",
    "Parts may lie anywhere in memory, and one part may be in the list several times.",
    "for (const part of parts), each of them in turn.",
  ],
  "lets none of many parts wait": [
    "How many times do you call write(), if there are thousands of parts?",
    "A small write behind another small write waits for its acknowledgment.",
    "Join all of them into one array, however many there are, and write that.",
  ],
  "lets no other connection to the same server wait": [
    "How does your code find the queue of a connection?",
    "Two connections may have the same port at one end.",
    "Take the connection itself as the key: a WeakMap<Deno.Conn, Promise<void>>.",
  ],
  "keeps two measurements apart": [
    "Which variables live outside of the function?",
    "Count, chunk and connection belong to one call.",
    "Declare them inside measureWindow().",
  ],
  "counts a write that ends while the connection closes": [
    "What happened to the write that was still waiting when you closed?",
    "Mostly it fails. It may also have taken bytes that the runtime had not reported yet.",
    "Keep the promise: after close(), return taken + await write.catch(() => 0).",
  ],
  "leaves nothing open when the server resets": [
    "Which lines run after write() has thrown?",
    "finally runs on both paths.",
    "try { the loop } finally { conn.close(); } directly after Deno.connect().",
  ],
  "sends every chunk in order, and counts the bytes": [
    "What does pump count, and what does it do at the end of the source?",
    "It returns bytes, not chunks. The connection is the caller's.",
    "sent += chunk.length after each chunk; return sent; no close().",
  ],
  "skips empty chunks": [
    "What does your loop do with a chunk of length 0?",
    "Only done: true is the end of a source.",
    "for await (const chunk of source) needs no special case if writeAll() writes nothing for no bytes.",
  ],
  "resolves with 0 when the source gives nothing": [
    "What do you return when the source ends at once?",
    "Look for a value that is undefined until the first chunk.",
    "let sent = 0 before the loop.",
  ],
  "refuses a limit that is no whole number from 1 up": [
    "Which of 0, -1, 1.5, NaN and Infinity does your test let through?",
    "NaN < 1 is false. Number.isInteger() refuses fractions, NaN and Infinity.",
    "if (!Number.isInteger(max) || max < 1) throw new RangeError(`… ${max} … at least 1`), before anything is asked for.",
  ],
  "takes every whole number from 1 up": [
    "Is there a largest limit?",
    "The contract names only a smallest one. Operators such as | 0 change numbers above 2^31.",
    "Number.isInteger(max) && max >= 1 is the whole test.",
  ],
  "never pulls further ahead than its limit, at a reader of any speed": [
    "At the moment of next(): how many bytes have you been given that no write has taken yet?",
    "A chunk that was taken in part still counts with its rest. With exactly the limit waiting, you must not ask.",
    "The simplest way holds one chunk: for await (const chunk of source) await writeAll(conn, chunk).",
  ],
  "sends a chunk while the source thinks about the next": [
    "What does a chunk wait for before it is written?",
    "A source may be silent for an hour: what was pulled must be on its way by then.",
    "Begin the write of a chunk at once; do not gather chunks.",
  ],
  "resolves when the kernel has taken the last byte": [
    "The source has ended. Which writes are not over yet?",
    "Look for a write that was started and is not awaited at the end.",
    "Await the last write before you return.",
  ],
  "passes the error of the source on": [
    "Who catches what the source throws?",
    "An error is not the end of the source, and what came before it is still to be sent.",
    "No catch: the error leaves for await, and your function, by itself.",
  ],
  "rejects when the connection fails, and calls the source's return()": [
    "write() throws. Who tells the source that nobody asks any more?",
    "for await calls return() when its body throws or breaks. A loop over next() does not.",
    "Let the error of the write leave the body of for await.",
  ],
  "rejects when the connection fails under a source without return()": [
    "What do you call on the source when the connection has failed?",
    "return() is optional: an iterator may have next() alone.",
    "for await knows that; by hand it is  await chunks.return?.()",
  ],
  "sends what the source gave, though it uses its memory again": [
    "What is in a chunk after the next one was asked for?",
    "A source may yield one array again and again, with other bytes in it.",
    "If you read ahead, keep chunk.slice(); if you write each chunk before you ask, nothing is needed.",
  ],
  "pumps 17 MB to a peer that reads late": [
    "What does write() return when the queue is full?",
    "A chunk that is cut short has a rest.",
    "Send each chunk with your writeAll().",
  ],
  "sends all parts in order": [
    "Which bytes of each part are written, and in which order?",
    "A part may be a view of a larger memory: part.buffer is all of it.",
    "all.set(part, at); at += part.length; for each part in turn.",
  ],
  "lets no small part wait for the acknowledgment of the one before": [
    "How many times is write() called for one message?",
    "The second small write waits in the kernel until the first is acknowledged, 40 ms later.",
    "Join the parts in one array and write that; or call conn.setNoDelay(true) before the writes.",
  ],
  "sends nothing when no part has a byte": [
    "What do you write when all parts are empty, or there is none?",
    "parts[0] is undefined in an empty list; the sum of no lengths is 0.",
    "Join to an array of length 0, and let writeAll() write nothing.",
  ],
  "leaves the parts as they were, and sends them twice": [
    "Who else holds the list that you were given?",
    "shift(), pop(), splice() and fill() change what is the caller's.",
    "Go over the list with for … of, and copy into an array of your own.",
  ],
  "sends all parts when the kernel takes a part at a time": [
    "What does write() return for the joined array?",
    "The array is longer than each part, and may be cut short just the same.",
    "Send it with your writeAll(), and await that.",
  ],
  "passes on that the connection is closed": [
    "Who sees the error that write() throws?",
    "A queue of calls may swallow it: the call itself must still reject.",
    "Await, or return, the promise of your own writing; catch only that of the call before.",
  ],
  "sends overlapping calls whole, and in their order": [
    "What does the second call do while the first one waits in write()?",
    "Both write to one stream: after a short write, the other's bytes come next.",
    "Keep a promise for each connection: const before = sending.get(conn); sending.set(conn, own); own begins when before is over.",
  ],
  "resolves no call before its own bytes are taken": [
    "What does the promise of the second call wait for?",
    "For its own bytes, not only for the call before it.",
    "own = before.then(() => writeAll(conn, all)); await own.",
  ],
  "sends a call that begins while another one waits": [
    "Where does a call look for the one before it?",
    "The last call in the queue counts, not the first.",
    "Each call puts its own promise in the place of the one it found.",
  ],
  "lets no other connection wait": [
    "What do calls on two connections share?",
    "One promise for all connections lets a full one stop the others.",
    "new WeakMap<Deno.Conn, Promise<void>>(): one promise for each connection.",
  ],
  "settles every call when the connection fails": [
    "The call before has failed. What happens to those that wait behind it?",
    "before.then(next) never runs next when before rejects.",
    "before.catch(() => {}).then(() => writeAll(conn, all)): the next one finds the failure itself.",
  ],
  "rejects when the peer goes away while data waits": [
    "write() throws while a part is still yours. Who sees it?",
    "A loop that tries again after an error never ends, or ends in silence.",
    "Let the error leave writeAll(); close nothing.",
  ],
  "sends 10,000 parts": [
    "What does your code do once for each part, or for each byte?",
    "A function takes only so many arguments: f(...list) fails with a long list. One write for each part is slow.",
    "Add up the lengths first, make one array, and set each part into it.",
  ],
  "sends overlapping calls of megabytes whole": [
    "What does the second call do when the first one was cut short?",
    "It must wait until the first is whole, not only until its first write is over.",
    "The promise that the next call waits for ends with the last byte.",
  ],
};
