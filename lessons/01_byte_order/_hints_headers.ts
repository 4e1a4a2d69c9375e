import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 4 to 6 and beyond: headers, made, sent and received. */
export const HEADERS: Record<string, Hint> = {
  "encodes a header in network order": [
    "For length 9821, which byte comes first: 26 or 5d? At which offset does each field begin?",
    "`DataView.setUint8`, `setUint16`, `setUint32`: the third argument chooses the order.",
    "type at offset 0, length at 1, id at 3; big-endian is the default of a DataView. The array has 7 bytes, no gap, and each call makes its own.",
  ],
  "encodes the smallest and the largest fields": [
    "Is 0 a value of a u8? Is 255?",
    "The comparisons of your check: `>` or `>=`, and is 0 taken for a missing value?",
    "Accept 0 to 255, 0 to 65535 and 0 to 4294967295, both ends included.",
  ],
  "encodes each header in an array of its own": [
    "Who else holds the array that you returned last time?",
    "The place where the buffer is made: outside or inside the function.",
    "Make the buffer inside encodeHeader, so that each call has its own.",
  ],
  "refuses a header with a field out of range": [
    "What does a DataView do with 256 for a byte, or with 1.5?",
    "It cuts the number without an error, so the check is yours, for all three fields.",
    "Check type against 8 bits, length against 16 and id against 32, and throw a RangeError, before the bytes are written.",
  ],
  "a refused field names the value and the limit": [
    "Could a reader of the message tell which value did not fit, and where the limit is?",
    "The text of the RangeError that encodeHeader throws.",
    "Write the value as `${value}` and the limit of that field: 255, 65535 or 4294967295, or its width in bits.",
  ],
  "sends the 7 bytes of a header": [
    "What exactly does `conn.write` get?",
    "encodeHeader gives the bytes; conn.write sends bytes as they are.",
    "Write what encodeHeader returned, unchanged, and await it.",
  ],
  "sends nothing after a header and leaves the connection open": [
    "Who made the connection, and who may want to send another header?",
    "Every call on `conn` in sendHeader.",
    "sendHeader only writes the 7 bytes: no close(), no closeWrite(), nothing after them.",
  ],
  "sends all 7 bytes when a write takes only a part": [
    "What does `conn.write` return?",
    "The number of bytes that it took; it may be fewer than it was given.",
    "Loop until 7 bytes are taken, each time with the part that is left: `bytes.subarray(sent)`.",
  ],
  "sends nothing of a header that is refused": [
    "When is the last field checked: before or after the first write?",
    "Encode first, write then.",
    "Call encodeHeader once, before the first conn.write: it throws before anything is sent.",
  ],
  "rejects when it cannot send": [
    "Who hears of it when a write fails?",
    "Each promise of conn.write, and each catch in sendHeader.",
    "Await every write and let its error pass: no empty catch.",
  ],
  "receives a header": [
    "Which bytes make the id, and can it be above 2^31?",
    "`DataView.getUint8`, `getUint16`, `getUint32` at the offsets of encodeHeader.",
    "Read type at offset 0, length at 1, id at 3, unsigned and big-endian.",
  ],
  "receives a header one byte at a time": [
    "How many bytes does one `conn.read` give at least?",
    "The number that conn.read returns: it may be less than the buffer holds.",
    "Read in a loop until 7 bytes are here, each time into the part of the buffer that is still empty.",
  ],
  "receives a header split at any byte": [
    "Where in the buffer does your second read put its bytes?",
    "`bytes.subarray(got)`, and adding up what the reads returned.",
    "Keep a count of the bytes so far, and read into the buffer from there on.",
  ],
  "keeps a second header that came with the first": [
    "If you read 1024 bytes and use 7, where are the others?",
    "The size of the buffer that conn.read gets, or a place for the rest.",
    "Never ask for more than is missing; or keep the rest for the next call, by connection.",
  ],
  "keeps the part of a header that came with others": [
    "Two and a half headers came. What must the third call begin with?",
    "What is kept between two calls: all bytes that are not used yet.",
    "With a buffer of exactly the missing bytes nothing has to be kept; otherwise keep every unused byte, in order.",
  ],
  "receives a hundred headers sent at once": [
    "What happens at the end of your buffer, in the middle of a header?",
    "The place that keeps unused bytes: how much fits into it?",
    "Read exactly the bytes that are missing, or keep a rest of any length.",
  ],
  "receives headers whatever the size of a buffer": [
    "How many bytes may be kept when a read fills your whole buffer?",
    "A part of a header is kept, and a full chunk comes: the two together are longer than the chunk.",
    "Read exactly the bytes that are missing, or join the kept bytes and the chunk in a new array.",
  ],
  "keeps two connections apart": [
    "Which variables outside of receiveHeader hold bytes?",
    "A WeakMap with the connection as key, or a buffer made inside the function.",
    "Make the buffer inside the call. What must outlive it belongs to one connection: `WeakMap<Deno.Conn, …>`.",
  ],
  "gives null at end of stream before a header": [
    "What does `conn.read` return at end of stream?",
    "`null`, at this read and at every later one: not 0 and not an error.",
    "If conn.read gives null and no byte of this header is here, return null.",
  ],
  "throws when the stream ends inside a header": [
    "Is a header of 3 bytes the same as no header?",
    "The count of bytes at the moment when conn.read gives null.",
    "Null with 0 bytes read: return null. Null with 1 to 6: throw an error.",
  ],
  "waits for a header while nothing comes": [
    "What should a program do while the peer is silent?",
    "Await conn.read, without a timer of your own.",
    "Return nothing before 7 bytes or end of stream are here.",
  ],
  "makes no header of a connection that is reset": [
    "conn.read throws after a reset. What does your code do then?",
    "Each catch around conn.read.",
    "Let the error pass: without a catch the promise rejects.",
  ],
  "exchanges a header for a reply": [
    "In which order do the two sides speak, and when does `finally` run?",
    "sendHeader, then receiveHeader, each awaited; then close(), on every path.",
    "Connect, await sendHeader, and write `return await receiveHeader(conn)` inside try; close in finally.",
  ],
  "takes a reply of zeros for a reply": [
    "Which value says that there is no reply: null, or also 0?",
    "A condition such as `if (header.type)` takes 0 for nothing.",
    "Return what receiveHeader gives, as it is; only null means that no header came.",
  ],
  "closes the connection after the reply": [
    "Who closes when the server does not?",
    "`conn.close()` in finally; closeWrite() ends one direction only.",
    "Close as soon as one header is here, without waiting for the server's end of stream.",
  ],
  "sends its header once and nothing else": [
    "How many bytes does the server receive in one exchange?",
    "Each call in exchangeHeader that writes: sendHeader, conn.write.",
    "Call sendHeader once; after it only receiveHeader and close().",
  ],
  "waits for a late reply that comes in pieces": [
    "How long may a server think?",
    "What exchangeHeader awaits after it has sent.",
    "Await receiveHeader, which reads until the header is complete, and use no timer.",
  ],
  "gives null when the server ends without a reply": [
    "What does receiveHeader give there, and is the connection closed on this path?",
    "The value of receiveHeader, handed on as it is; close() in finally.",
    "Return what receiveHeader returns, null too, and let finally close.",
  ],
  "rejects when the reply is cut, and closes": [
    "Where does your function go when receiveHeader throws?",
    "try and finally without catch.",
    "Put everything after Deno.connect into try, and close in finally: the error passes and the connection is closed.",
  ],
  "rejects for a header out of range, and closes": [
    "Is a connection open at the moment when the header is refused?",
    "The lines between Deno.connect and try.",
    "Let nothing that can throw stand between Deno.connect and try; or encode before you connect.",
  ],
  "rejects when nobody listens": [
    "What does Deno.connect do when the port is closed?",
    "It rejects with ConnectionRefused; a catch around it hides that.",
    "Do not catch the error of Deno.connect, and do not connect again.",
  ],
  "closes when the server resets the connection": [
    "Which path does your function take on ConnectionReset?",
    "close() belongs to every path: finally.",
    "Close once, in finally, and let the error pass as it is.",
  ],
  "keeps ten exchanges apart": [
    "Which variables do two calls share?",
    "Variables outside of exchangeHeader.",
    "Declare the connection inside the function with const.",
  ],
  "connects to the endpoint that it is given": [
    "Which address does the caller name, and to which one do you connect?",
    "The two fields that Deno.connect gets: both come from `server`.",
    "Pass `hostname: server.hostname` and `port: server.port`.",
  ],
  "exchanges with a server on [::1]": [
    "Where does the host name of the server go?",
    "The two fields that Deno.connect gets.",
    "Pass `hostname: server.hostname` and `port: server.port`.",
  ],
  "waits while the receiver has no room": [
    "How long may conn.write() wait for room?",
    "Look for a timer or a race around write(), and for a queue that all connections share.",
    "Await conn.write() alone: bytes taken or an error end the wait.",
  ],
  "closes when it cannot send": [
    "Sending fails. Which lines run after that?",
    "The error of conn.write() leaves sendHeader(), and then your function.",
    "finally runs after every error, whatever its class: close there.",
  ],
};
