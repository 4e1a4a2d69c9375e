import type { Hint } from "../../workbook/guide.ts";

/** Hints to part 6 and beyond: the line server. */
export const SERVER: Record<string, Hint> = {
  "keeps the lines of two clients apart that speak at once": [
    "Which list, decoder or event belongs to all connections?",
    "While one answer is on its way, lines of another client come.",
    "Keep decoder, rest and waiting lines in variables inside of serve().",
  ],
  "begins anew for each client, however the last one ended": [
    "What is left when a client goes in the middle of a line?",
    "Its decoder holds half a line. The next client must not get it.",
    "const decoder = new LineDecoder(); at the beginning of serve(), for each client.",
  ],
  "answers OK!!! to a line": [
    "What is done with each line that push() gives?",
    "Log it with the prefix, write the five bytes, nothing else.",
    "for (const line of decoder.push(buffer.subarray(0, n))) { log(`Server recv: ${line}`); await writeAll(conn, OK); }",
  ],
  "answers no line before its end": [
    "What do you answer: what read() gives, or what the decoder gives?",
    "A chunk may complete no line at all. Then nothing is logged and nothing is written.",
    "One LineDecoder before the loop; log and answer only what its push() returns.",
  ],
  "answers each line of one write": [
    "How many lines may one read() bring?",
    "Each line has its own log line and its own answer, an empty one, too.",
    "A loop over the lines inside the loop over the reads.",
  ],
  "puts a line together that comes byte by byte": [
    "What is kept from one read() to the next?",
    "A decoder that is made inside the loop forgets.",
    "const decoder = new LineDecoder(); before the loop that reads.",
  ],
  "takes \\r\\n for the end of a line in a connection": [
    "Does the \\r belong to the line?",
    "Your LineDecoder takes it off, even when it came in an earlier chunk.",
    "Use the line as push() gives it, for the log and for the comparison with exit.",
  ],
  "answers the line exit, then closes": [
    "When do you compare a line with exit: before or after its answer?",
    "It is logged and answered like any line. Then serve() ends, and its caller closes.",
    'await answer(line); if (line === "exit") return;',
  ],
  "takes exit only as a whole line": [
    "What exactly do you compare with exit, and how?",
    "The whole line, as it came: not a part of it, not trimmed, not in capitals.",
    'line === "exit"',
  ],
  "neither logs nor answers what follows exit": [
    "The chunk had more lines after exit. What happens to them, and to the rest?",
    "Leave both loops at exit; do not come to the code for the end of the stream.",
    "return inside the loop over the lines, right after the answer.",
  ],
  "answers the unfinished rest at end of stream": [
    "What does end() give after the loop?",
    "A rest is a message: log it, answer it. The client has ended its own direction only. Then comes the quit line.",
    'const rest = decoder.end(); if (rest !== null) await answer(rest); log("Client quit!!!");',
  ],
  "logs Client quit!!! once at end of stream and closes": [
    "Which lines of your code run when read() gives null?",
    "Without a rest nothing is answered. The quit line comes once, after the loop.",
    'End the loop at null; then the rest, if it is not null; then log("Client quit!!!").',
  ],
  "answers exit also without its line feed": [
    "The rest at the end of the stream is exit. Is it a message?",
    "It is logged and answered like any rest; the stream has ended anyway.",
    "Make no exception for exit after the loop.",
  ],
  "keeps the lines of two clients apart": [
    "What do two connections share in your code?",
    "The decoder and the buffer belong to one connection. And nobody waits for the line of another.",
    "Make both inside serve().",
  ],
  "keeps a client that is silent for long": [
    "How long may a client say nothing?",
    "Look for a timer, or for a clock that is asked between two reads. TCP itself knows no such limit.",
    "Await read() alone: bytes, the end of the stream or an error end it, nothing else.",
  ],
  "answers lines that are not UTF-8": [
    "Which decoder throws at bytes that are no character?",
    "Without fatal: true it writes U+FFFD, and the conversation continues.",
    "new TextDecoder(), without options.",
  ],
  "answers lines that run together": [
    "Does each line have one log line and one answer, in order?",
    "A read may end anywhere: in a line, in a character, between \\r and \\n.",
    "Await each answer before the next line, with one decoder for the connection.",
  ],
  "answers a line of 64 KiB, and a longer one or its end": [
    "How long may a line be in your code, and what happens to a longer one?",
    "64 KiB are answered. A longer line is one line, with one answer; or its connection is closed. Nobody else notices.",
    "Count the bytes since the last line feed, and return from serve() when there are too many; or have no limit.",
  ],
  "sends the whole answer in several writes": [
    "How many of the five bytes did write() take?",
    "write() returns a count. writeAll() is given: it writes the rest.",
    "await writeAll(conn, OK);",
  ],
  "serves any number of clients and lines": [
    "Is there a number in your code that is neither a length nor a port?",
    "Only the client or stop() ends a connection, and only stop() ends the server.",
    "Accept again at once, however many are served; read until end of stream or exit.",
  ],
  "serves the others when a client resets or leaves": [
    "Where does the error of read() or write() go?",
    "serve() may throw: handle(), which is given, catches it and closes the connection.",
    "Await everything in serve(), so that its errors reach handle().",
  ],
  "serves the others while a client does not read": [
    "Which write() is waiting at this moment, and who waits for it?",
    "A queue of answers that all connections share stops with the slowest client.",
    "Write to conn in its own serve(), and nowhere else.",
  ],
  "listens, and outlives accept() that rejects": [
    "What did you change in startLineServer()?",
    "It was given, and right: accept() may reject even while the listener is open.",
    "deno task solution 7 shows it beside yours.",
  ],
  "stops as in lesson 3, and no other server": [
    "What did you change in startLineServer()?",
    "It was given, and right: stop() closes what is open, and nothing of another server.",
    "deno task solution 7 shows it beside yours.",
  ],
  "stop() closes a connection that is just being accepted": [
    "What did you change in the loop that accepts?",
    "It was given, and right: accept() may still give a connection after stop() has begun. Then the loop closes it and ends.",
    "deno task solution 7 shows it beside yours.",
  ],
  "works without options, and on the port that it is given": [
    "Which options may be left out?",
    "All of them, and the object, too: log has a default that does nothing, port the default 0.",
    "const { port = 0, log = () => {} } = options; with options = {} as the default.",
  ],
};
