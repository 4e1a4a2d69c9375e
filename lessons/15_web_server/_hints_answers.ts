import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 3, 6 and 7 and beyond: answers, endings and deadlines. */
export const ANSWERS: Record<string, Hint> = {
  "answers a request": [
    "What does a client get, line by line?",
    "HTTP/1.1, status, reason; the headers; an empty line; the body. Then half-close.",
    "Collect the lines in an array and join them with \\r\\n.",
  ],
  "gives respond the request": [
    "What does respond get?",
    "What parseRequestHead gives, and the body.",
    "respond({ ...head, body })",
  ],
  "sends the status that respond gives": [
    "Which statuses may respond give?",
    "Every integer from 200 to 599, also those that have no reason in the table.",
    '`HTTP/1.1 ${status} ${REASONS[status] ?? ""}`',
  ],
  "sends the body, and its length in bytes": [
    "How many bytes does the text have?",
    "A character may have up to four bytes in UTF-8. A Uint8Array is sent as it is.",
    "Encode the text first; its length is Content-Length.",
  ],
  "keeps its own headers to itself": [
    "Which headers may respond not set?",
    "Four of them, in any spelling of upper and lower case.",
    "if (OWN_HEADERS.includes(name.toLowerCase())) continue;",
  ],
  "sends HEAD what GET gets, without the body": [
    "What does HEAD get?",
    "All headers that GET gets, Content-Length too; no body. respond sees HEAD.",
    "Make the whole answer, and return its head if the method is HEAD.",
  ],
  "sends no body with 204 and 304": [
    "Which statuses have no body?",
    "204 and 304; 204 has no Content-Length either.",
    "Look at the status when you add Content-Length, and when you add the body.",
  ],
  "answers 500 when respond fails": [
    "When does the server learn that respond failed?",
    "It may throw, reject, or give what cannot be sent. All of it is known before the first byte is written.",
    "try { bytes = format(await respond(request)) } catch { bytes = format({ status: 500 }) }, and let format() throw.",
  ],
  "serves others while respond takes its time": [
    "Who waits for respond?",
    "Only its own connection. The accept loop does not await the handler.",
    "Call the handler without await, and keep its promise for finished.",
  ],
  "closes when the client has closed": [
    "What happens at the client's end of stream, after the answer?",
    "The connection is closed then.",
    "finally { close(conn) }, after the loop that reads.",
  ],
  "stops as in lesson 3": [
    "Which sockets must stop() close?",
    "The listener and every connection. Then every accept() and read() ends.",
    "Close each once, and return the promise finished.",
  ],
  "answers a client that has half-closed": [
    "What does the client's FIN say?",
    "That it sends no more. It still reads.",
    "Answer even when read() has given null after a whole request.",
  ],
  "answers a client that half-closes while respond works": [
    "read() gives null, and respond still works: who waits?",
    "The connection must stay open until the answer is written.",
    "await the answer before you close.",
  ],
  "discards what comes after the answer": [
    "What happens to bytes that come after your FIN?",
    "If the socket is closed, the kernel answers with RST.",
    "await conn.closeWrite(); then read until null, and close.",
  ],
  "closes at most 2 s after the answer": [
    "What ends the discarding?",
    "The client's end of stream, or a timer that no byte begins anew.",
    "setTimeout(() => close(conn), 2000), after the half-close; clear it at the end.",
  ],
  "writes all of an answer, also in small parts": [
    "How many bytes did write() take?",
    "Perhaps a part of what it was given.",
    "for (let sent = 0; sent < data.length;) sent += await conn.write(data.subarray(sent));",
  ],
  "gives 12 MB to a client that still sends 8 MB": [
    "Is all of the answer written, and all that comes read?",
    "With bytes unread, close() becomes a reset, and the end of the answer is lost.",
    "Write all, half-close, then read until null.",
  ],
  "gives 8 MB to a client that reads only after a minute": [
    "From when on do the 2 s run?",
    "An answer of 8 MB is written only while the client reads: that may take longer than 2 s.",
    "Set the timer of DISCARD_MS after closeWrite(), not before the answer.",
  ],
  "only reads what respond gives": [
    "Which of your statements writes to the answer, or to its headers?",
    "A program may give the same object for each request. What you delete or add there is there next time.",
    "Make lines of your own, or a new object: { ...headers }.",
  ],
  "discards what comes, however much that is": [
    "What ends your loop of read() after the answer?",
    "Only two things do: the client's end of stream, and the 1 to 2 s.",
    "Count no bytes there. Each read takes what has come, and forgets it.",
  ],
  "a refusal arrives at a client that first sends 6 MB": [
    "Who reads the 6 MB?",
    "Nobody wants them. If nobody reads them, the client waits, or is reset.",
    "After a refusal half-close and discard, too: one path for all answers.",
  ],
  "no whole head in time: 408": [
    "Which call waits when the time is over?",
    "read(). It cannot be taken back; answer beside it.",
    "A timer that writes the answer 408, or Promise.race() of the read and the timer.",
  ],
  "a head that trickles has no more time: 408": [
    "What does each byte do to your timer?",
    "Nothing may begin it anew but the connection.",
    "Start it once, before the first read.",
  ],
  "a client that says nothing is let go": [
    "Is the timer set before the first byte?",
    "The time runs from the connection.",
    "Set the timer before the loop that reads.",
  ],
  "takes a request that is slow, and in time": [
    "Is the limit as long as asked?",
    "headTimeoutMs milliseconds for the head, in any number of pieces.",
    "setTimeout(…, headTimeoutMs), once.",
  ],
  "no whole body in time: 408": [
    "What limits the time of the body?",
    "At most headTimeoutMs after the head; one deadline for all is right, too.",
    "Clear the timer only when the whole request is there, or begin it once more at the head.",
  ],
  "without headTimeoutMs the limit is 10 s": [
    "What is the default of headTimeoutMs?",
    "A client that is told no limit has 10,000 ms for its head, from its connection.",
    "{ headTimeoutMs = 10_000 }",
  ],
  "gives respond all the time that it takes": [
    "Does the timer still run while respond works?",
    "The deadline is the client's, not respond's.",
    "clearTimeout(timer) when the request is whole.",
  ],
  "says the time of each answer": [
    "When is the time of the header Date taken?",
    "A server runs for weeks. Each answer says when it was made (RFC 9110 section 6.6.1).",
    "Call new Date().toUTCString() where an answer is put together.",
  ],
  "serves others while clients are slow": [
    "Who waits for a client that sends slowly?",
    "Only its own handler.",
    "Do not await the handler in the accept loop.",
  ],
  "serves others while a client does not read": [
    "Who waits for the write() to a client that does not read?",
    "Only its own handler. stop() ends the write.",
    "Do not await the handler in the accept loop; close every connection in stop().",
  ],
  "outlives clients that reset": [
    "read() and write() reject after a reset: who catches it?",
    "The handler of that connection, and it closes the connection.",
    "try { … } catch { } finally { close(conn) } around all of the handler.",
  ],
  "outlives a client that is gone before its answer": [
    "Who catches what write() throws?",
    "A promise that nobody awaits and that rejects ends the process.",
    "Catch it where the answer is written, and close.",
  ],
  "outlives accept() that rejects": [
    "What ends the accept loop?",
    "accept() rejects when a waiting client has reset. Only stop() may end the loop.",
    "Catch it, and continue while not stopped: after a reset at once, without a free descriptor after a pause (lesson 10).",
  ],
  "outlives a lack of descriptors": [
    "Which failures of accept() mean that the listener is closed?",
    "EMFILE does not: the connection stays in the queue.",
    "Wait some milliseconds, and call accept() again, unless stop() was called.",
  ],
  "reads what an array holds now": [
    "What does parseRequestHead keep from one call to the next?",
    "A server may read each chunk into the same array.",
    "Keep no results. Each call looks at the bytes.",
  ],
  "sends the headers of respond with every status": [
    "Which headers of respond are not sent, or make the answer a 500?",
    "204 and 304 have no body, but they have headers. A value may be empty.",
    "Only a name that is no token, and CR, LF or NUL in a value, make a 500.",
  ],
  "sends what respond gives now": [
    "What is kept of an answer that was sent?",
    "respond may give the same object again, with another body in it.",
    "Make the bytes of each answer anew.",
  ],
  "gives each call of respond a request of its own": [
    "What do two requests share?",
    "respond may still wait while the next request comes.",
    "Make a new object for each request, and a new body.",
  ],
  "answers hundreds of clients at once": [
    "What do connections share?",
    "Nothing but the listener and respond.",
    "Look for a variable outside of the function that serves one connection.",
  ],
  "gives 16 MB to a client that has half-closed, and reads late": [
    "What happens when the client has ended its stream, and the answer is not written yet?",
    "The read loop is over; the write still waits.",
    "await the answer before you close.",
  ],
  "writes an answer byte by byte": [
    "How many bytes did write() take?",
    "Perhaps one byte of what it was given.",
    "Add up what write() returns until all is taken.",
  ],
  "stops while respond works": [
    "What happens when respond is done, and the connection is closed?",
    "The write rejects. stop() may wait for respond, but must resolve.",
    "Catch it where the answer is written.",
  ],
  "keeps two servers apart, and stops one of them twice": [
    "What do two servers share?",
    "A variable at the top of the module belongs to all of them.",
    "Declare it inside startWebServer. Close only if not stopped yet.",
  ],
  "stop() closes a connection that is just being accepted": [
    "What if accept() succeeds when stop() was called already?",
    "That connection is in no list yet, so stop() has not closed it.",
    "After accept(): if (stopped) conn.close().",
  ],
  "listens on the port that it is given, or refuses": [
    "Which port does Deno.listen() get?",
    "The option, or 0. AddrInUse is for the caller to see.",
    "Call Deno.listen() in startWebServer itself, with port = 0 as default, outside any try.",
  ],
};
