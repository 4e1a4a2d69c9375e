import type { Guide } from "../../workbook/guide.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "head-complete",
      question:
        "A head comes in three chunks, cut inside the last line end. After which chunk is it complete?",
      options: [
        "the first: the first line is there",
        "the second: all headers are there",
        "the third: the empty line is there",
      ],
      right: 2,
      why: "Only the empty line says that no header follows.",
      about: "RFC 9112 section 2.1",
    },
    {
      id: "broken-heads",
      question:
        "Five heads: a blank before the colon, a folded line, a CR in a value, a NUL in a value, two spaces. How many does the parser refuse?",
      options: ["all five", "four", "two"],
      right: 0,
      why: "Each could be read in another way by another program.",
      about: "RFC 9112 sections 2.2, 3, 5.1, 5.2",
    },
    {
      id: "length-of-text",
      question:
        'The body is the text "héllo 半🙂", 8 characters. What is Content-Length?',
      options: ["8", "9", "14"],
      right: 2,
      why: "é has 2 bytes in UTF-8, 半 has 3, the face has 4.",
      about: "RFC 9110 section 8.6",
    },
    {
      id: "what-number-takes",
      question:
        'Which of these does Number() turn into a whole number: "+5", "0x5", "5e0", ""?',
      options: ["all four", '"+5" only', "none"],
      right: 0,
      why: "So a length is tested as text first: digits and nothing else.",
      about: "RFC 9112 section 6.3",
    },
    {
      id: "refused-upload",
      question:
        "A client sends 8 MB. The server answers 413, and closes at once without reading them. What does the client see?",
      options: [
        "the answer, and that its 8 MB are sent",
        "its write fails",
        "it waits for ever",
      ],
      right: 1,
      why: "Bytes that meet a closed socket are answered with RST.",
      about: "E57",
    },
    {
      id: "trickle",
      question:
        "A client sends a byte every 20 ms, 15 times. A timer of 50 ms begins anew with each read. When does it ring?",
      options: ["after 50 ms", "not while bytes come", "after 15 times 50 ms"],
      right: 1,
      why: "Each byte comes before the timer rings, and begins it anew.",
      about: "RFC 9110 section 15.5.9",
    },
  ],
  hints: {
    "reads the first line": [
      "Which three words does the first line have?",
      "Method, target and version stay as they were sent: the parser judges their form only.",
      'const [method, target, version] = firstLine.split(" ");',
    ],
    "gives null until the empty line has come": [
      "Which bytes end a head?",
      "The empty line: a line end directly behind another one.",
      'Look for "\\r\\n\\r\\n"; if it is not there, return null.',
    ],
    "ignores what follows the empty line": [
      "Where does the head end?",
      "What follows may be a body, and may look like headers.",
      "Cut at the first empty line, before you split into lines.",
    ],
    "gives names in lower case, and values without blanks": [
      "Which colon separates name and value?",
      "The first one. Spaces and tabs at both ends of the value go; those inside stay.",
      "name = line.slice(0, colon).toLowerCase(); take blanks away from line.slice(colon + 1).",
    ],
    "joins the values of a repeated name": [
      "What if the name is in the map already?",
      "An empty value is a value, too.",
      "headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value)",
    ],
    "refuses a first line that is none": [
      "What must a first line have, and what may it not have?",
      "Exactly three words with one space between two; a token; HTTP/ and a digit, a dot, a digit, and nothing behind it.",
      "Split at one space and count; test TOKEN and /^HTTP\\/\\d\\.\\d$/.",
    ],
    "refuses a header that is none": [
      "Which lines are headers?",
      "A name is a token: no blank in it, before it or behind it. Without a colon there is no header.",
      "If TOKEN.test(name) is false, throw new SyntaxError(…).",
    ],
    "refuses CR and NUL inside a line": [
      "Which bytes may stand inside no line?",
      "CR, LF and NUL, in the target and in every value.",
      "Take the line end away first; then /[\\r\\0]/ may find nothing.",
    ],
    "takes LF alone for the end of a line, or refuses it": [
      "What happens to a LF without CR?",
      "It ends a line, or the head is refused. It is never part of a value.",
      "Split at /\\r?\\n/, or refuse a line that holds \\n.",
    ],
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
    "takes exactly as many bytes as Content-Length says": [
      "How many bytes of body follow the head?",
      "As many as the header says, for every method; what came in the same chunk counts. Count bytes, in the head too: é has two.",
      "Keep what stands behind the head, and go on until so many bytes are there.",
    ],
    "takes a request in any two pieces": [
      "What is kept from one read() to the next?",
      "The cut may be anywhere: in the empty line, too.",
      "Keep all bytes of the head until it is complete; fill the body from where you stopped.",
    ],
    "takes a request byte by byte": [
      "Is one read one request?",
      "No. A read gives any number of bytes, at least one.",
      "Add each chunk to what is there, then look whether the request is whole.",
    ],
    "calls respond when the last byte has come": [
      "When is a request whole?",
      "When the body has Content-Length bytes: not at the head, and not later.",
      "if (filled === body.length) respond(…)",
    ],
    "reads one request a connection": [
      "What happens to the bytes behind the request?",
      "They are read and thrown away: the answer says Connection: close.",
      "After the request is whole, do not parse anything.",
    ],
    "keeps the requests of two clients apart": [
      "What do two connections share?",
      "A buffer or a rest outside of the handler belongs to all of them.",
      "Declare it in the function that serves one connection, and copy what you keep.",
    ],
    "never gives respond a request that ends early": [
      "What does null mean before the request is whole?",
      "The client sends no more: the request will never be whole.",
      "Answer 400, or close; do not call respond.",
    ],
    "takes a body of 1,048,576 bytes": [
      "Which length is the first one that is too long?",
      "1,048,576 is allowed, and it comes in many reads.",
      "length > MAX_BODY_BYTES; do not copy all of the body at each read.",
    ],
    "stops when half a request has come": [
      "What waits for the rest of a request when stop() is called?",
      "A read of that connection. close() ends it, and nothing is answered.",
      "Keep every connection in a Set; stop() closes all that are in it.",
    ],
    "refuses a malformed head: 400": [
      "Who catches the SyntaxError of parseRequestHead?",
      "It becomes an answer 400; respond sees nothing.",
      "catch (error) { if (error instanceof SyntaxError) answer 400 }",
    ],
    "HTTP/1.1 needs exactly one Host: 400": [
      "How do you see that there were two?",
      "Two values are joined with a comma and a blank. HEAD gets no body here either.",
      'host === undefined, or host.includes(", ")',
    ],
    "Content-Length is one number of decimal digits: 400": [
      "What does Number() take that is no row of digits?",
      "Signs, blanks, 0x, 1e3, the empty text. And two lengths are joined with a comma.",
      "/^\\d+$/.test(length), before Number(length)",
    ],
    "any Transfer-Encoding is refused: 501, or 400 beside Content-Length": [
      "Which bodies can this server read?",
      "Only those with a Content-Length. Beside another header that says where the body ends nothing can be believed.",
      'if (headers.has("transfer-encoding")) refuse',
    ],
    "other methods are refused: 405, with Allow": [
      "Which methods does the server know?",
      "Three, in upper case: methods are case-sensitive. The answer names them.",
      'if (!METHODS.includes(method)) answer 405 with Allow: METHODS.join(", ")',
    ],
    "other versions are refused: 505": [
      "Which versions does the server know?",
      "HTTP/1.0 and HTTP/1.1. Any other one that is well-formed is 505.",
      'version !== "HTTP/1.0" && version !== "HTTP/1.1"',
    ],
    "takes HTTP/1.0 with and without Host": [
      "What does HTTP/1.0 need?",
      "No Host, and it may have one.",
      "Ask for Host only if the version is HTTP/1.1.",
    ],
    "a length above 1,048,576 is refused at once: 413": [
      "What must be there to know it?",
      "The head. The body need not come, and may never come.",
      "Compare right after the head was read, before you wait for the body.",
    ],
    "takes a head of exactly maxHeadBytes": [
      "What does the limit count?",
      "The head with its empty line, and nothing behind it.",
      "Compare the index behind the empty line with maxHeadBytes, not the length of the chunk.",
    ],
    "a longer head is refused: 431": [
      "When is it known that a head is too long?",
      "As soon as more bytes have come than allowed, and no empty line among them.",
      "After each read, in bytes: (end < 0 ? bytes.length : end) > maxHeadBytes",
    ],
    "without maxHeadBytes the limit is 16,384": [
      "What is the default of maxHeadBytes?",
      "A head may have 16,384 bytes if nothing else is said.",
      "{ maxHeadBytes = 16_384 }",
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
      "A client that is told no limit has 10,000 ms for its head.",
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
    "never reads one request as two": [
      "In how many ways can the end of this request be read?",
      "Where there are two, refuse. After one request nothing is parsed.",
      "Refuse repeated lengths that differ, Transfer-Encoding, and names that are no token.",
    ],
    "outlives clients that reset": [
      "read() and write() reject after a reset: who catches it?",
      "The handler of that connection, and it closes the connection.",
      "try { … } catch { } finally { close(conn) } round all of the handler.",
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
    "answers 60 clients at once": [
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
  },
};
