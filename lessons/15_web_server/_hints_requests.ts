import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 1, 2, 4 and 5: what a request is, where it ends, and what is refused. */
export const REQUESTS: Record<string, Hint> = {
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
  "refuses every character that no token has": [
    "Which characters may a token have?",
    "In a pattern, [+-.] is a range that has a comma in it.",
    "Use TOKEN, which is given, for names and methods.",
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
  "gives respond a body that stays as it is": [
    "Which buffer does the body lie in, and who writes to it later?",
    "respond may take its time, while you read on into the same buffer.",
    "Copy the bytes of the body into an array of their own.",
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
  "takes and refuses heads by any limit: a large one": [
    "Which limit has this server?",
    "maxHeadBytes is the only one, also when it is large.",
    "Compare with maxHeadBytes, and with no number of your own.",
  ],
  "takes and refuses heads by any limit: a small one": [
    "Which limit has this server?",
    "maxHeadBytes is the only one, also when it is small.",
    "Compare with maxHeadBytes, and with no number of your own.",
  ],
  "without maxHeadBytes the limit is 16,384": [
    "What is the default of maxHeadBytes?",
    "A head may have 16,384 bytes if nothing else is said, whatever they are: names, values, a target.",
    "{ maxHeadBytes = 16_384 }",
  ],
  "never reads one request as two": [
    "In how many ways can the end of this request be read?",
    "Where there are two, refuse. After one request nothing is parsed.",
    "Refuse repeated lengths that differ, Transfer-Encoding, and names that are no token.",
  ],
};
