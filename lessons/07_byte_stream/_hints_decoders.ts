import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 1 to 5: bytes, lines and frames out of a stream. */
export const DECODERS: Record<string, Hint> = {
  "gives as many bytes as were asked for": [
    "Which array does your function return, and who filled it?",
    "read(array) fills the array that you hand to it, and returns how many bytes it put there.",
    "Make an array of `length` bytes, read into it, return it when it is full.",
  ],
  "puts together bytes that come in pieces": [
    "How many bytes does one read() give?",
    "It gives what has come: perhaps one byte. The next read must fill the place behind it.",
    "for (let got = 0; got < length;) { const n = await conn.read(bytes.subarray(got)); … got += n; }",
  ],
  "takes no byte more than was asked for": [
    "How long is the array that you hand to read()?",
    "read() takes from the connection all that fits. What you do not return is lost to the next reader.",
    "Read into bytes.subarray(got): it is as long as what is still missing.",
  ],
  "waits for the rest, however long it takes": [
    "What ends the waiting: bytes, the end of the stream, or a timer?",
    "Look for setTimeout, a race, AbortSignal.timeout(), or a count of attempts.",
    "Await read() alone, until all bytes are there.",
  ],
  "gives null when the stream ends before the first byte": [
    "What does read() give at the end of the stream?",
    "null. Before the first byte that is a clean end, no error.",
    "if (n === null && got === 0) return null;",
  ],
  "throws when the stream ends inside": [
    "read() gave null, and some bytes are there already. What does that mean to the caller?",
    "Fewer bytes than promised are an error: a caller that gets them would take them for all.",
    "if (n === null) { if (got === 0) return null; throw new Deno.errors.UnexpectedEof(…); }",
  ],
  "gives no bytes at once for length 0": [
    "What does your code do before it looks at the length?",
    "No read is needed, and no null: an array of length 0 is the answer.",
    "A loop `while (got < length)` does nothing for 0, and then returns the array.",
  ],
  "closes nothing": [
    "Who made the connection, and who needs it afterwards?",
    "Look for close(), closeWrite(), `using`, and for conn.readable, which closes the connection at its end.",
    "Take every close out of readExactly(), on the path that throws, too.",
  ],
  "gives each call an array of its own": [
    "Which variables live outside of the function?",
    "Two calls at once share what is outside: the buffer and the count belong to one call.",
    "const bytes = new Uint8Array(length); inside the function.",
  ],
  "gives the lines of a chunk, without their ends": [
    'What does text.split("\\n") give for "a\\nb\\n"?',
    "Its last element is what follows the last line feed: no line yet.",
    'const lines = text.split("\\n"); const rest = lines.pop(); return lines;',
  ],
  "keeps an unfinished line for the next chunk": [
    "What happens to the text behind the last line feed?",
    "It is the beginning of the next line: keep it in a field, and put it in front of the next chunk.",
    'const lines = (this.#rest + text).split("\\n"); this.#rest = lines.pop()!;',
  ],
  "gives a line as soon as its end is there": [
    "Which call of push() gets the line feed of a line?",
    "That call gives the line: a peer may wait for the answer before it sends more.",
    'Return all elements but the last of (rest + text).split("\\n") at once.',
  ],
  "gives an empty line for each empty line": [
    "What is between two line feeds that follow each other?",
    "A line of no characters is a line. Look for a filter or a condition on the text.",
    'Return the elements of split("\\n") as they are, without the last.',
  ],
  "takes \\r\\n for the end of a line, too": [
    "Which character is left at the end of a line that came with \\r\\n?",
    "A chunk may end between the two. Look at the whole line, when it is complete.",
    'line.endsWith("\\r") ? line.slice(0, -1) : line',
  ],
  "keeps a \\r anywhere else": [
    "Which \\r belongs to the end of a line?",
    "Only the one right before \\n, and only one. A \\r at the end of a chunk may be followed by anything.",
    "Take one \\r off the end of a complete line, and nothing anywhere else.",
  ],
  "changes nothing inside a line": [
    "What else does your code remove, or split at?",
    "trim() removes blanks; a pattern such as /\\s/ knows more ends of lines than \\n.",
    'Split at "\\n" alone, and remove one \\r at the end alone.',
  ],
  "end() gives the unfinished rest, or null": [
    "What is left when the last chunk did not end with a line feed, and what when it did?",
    "An empty rest is no message: null. Any other rest is given as it is.",
    'return rest === "" ? null : rest;',
  ],
  "changes no character where a chunk begins": [
    "What does a new TextDecoder do with the first character that it sees?",
    "It drops a U+FEFF at its beginning. In the middle of a text that is a character as any other.",
    "One TextDecoder for the whole stream, called with { stream: true }.",
  ],
  "makes each frame in an array of its own": [
    "Who may write to the frame, once it is returned?",
    "The caller may. If two calls give the same memory, one changes the frame of the other.",
    "new Uint8Array(HEADER_BYTES + payload.length) in each call, also for a payload without bytes.",
  ],
  "keeps the limits of two decoders apart": [
    "Where does the limit of a decoder live?",
    "A variable outside of the class, or a static field, belongs to all decoders: the last one overwrites it.",
    "Use a field of the object: this.#maxLength = maxLength.",
  ],
  "throws wherever a long stream ends inside": [
    "Which value of your code says that no byte has come?",
    "It must count all bytes of the call, not those of one step or one part.",
    "One counter from 0 to length; null only when it is 0.",
  ],
  "gives arrays that stay as they are, however many follow": [
    "Whose memory do you return?",
    "Memory that is used again, however late, changes what was returned before.",
    "Make a new array for each value that you return, or return a copy: slice().",
  ],
  "keeps two decoders apart": [
    "Where does the rest of a decoder live?",
    "A variable outside of the class, or a static field, belongs to all decoders.",
    'Use fields of the object: #rest = ""; and #decoder = new TextDecoder();',
  ],
  "changes no character of a line": [
    "Who makes characters of the bytes, and what else happens to them?",
    "A character of UTF-8 has one to four bytes. normalize() makes another text of some; a pattern such as /\\s/ knows more ends of lines than \\n.",
    "Decode the chunk with a TextDecoder, and leave the text as it is.",
  ],
  "puts a character together that two chunks share": [
    "What does a TextDecoder make of the first byte of é?",
    "decode(chunk, { stream: true }) keeps the beginning of a character for the next call, if it is the same decoder.",
    "readonly #decoder = new TextDecoder(); … this.#decoder.decode(chunk, { stream: true })",
  ],
  "gives the same lines for one byte at a time": [
    "What does push() do with a chunk of one byte: a letter, a \\r, a \\n?",
    "Every rule must look at what is kept and the chunk together, not at the chunk alone.",
    "Put the kept text in front of the new one first; then split, then take off one \\r of each line.",
  ],
  "gives the same lines for any chunks": [
    "Which cut does your code not expect: inside a character, before a \\n, after a \\r?",
    "The checks above cut in one place each; here all of them meet.",
    "Keep one decoder with stream: true and one rest; let no other rule depend on where a chunk ends.",
  ],
  "keeps no hold of the chunk's memory": [
    "What do you keep from a chunk: text, a copy, or a view?",
    "The caller reads the next chunk into the same buffer. subarray() is a view of it.",
    "Decode at once and keep the text, or keep chunk.slice().",
  ],
  "makes U+FFFD of bytes that are not UTF-8": [
    "What does your decoder do with ff, and with half a character at the end?",
    "Without fatal: true a TextDecoder writes U+FFFD. decode() without arguments says that nothing more comes.",
    "In end(): const rest = this.#rest + this.#decoder.decode();",
  ],
  "keeps the characters of two decoders apart": [
    "Which object keeps half a character, and how many connections use it?",
    "A TextDecoder with stream: true remembers bytes between two calls. One for all mixes the connections.",
    "Make it a field of the object: readonly #decoder = new TextDecoder();",
  ],
  "encodes the length in network order, then the payload": [
    "Which byte of the length comes first, and does it count its own four bytes?",
    "A DataView writes 32 bits in network order. The payload follows at offset 4; its memory may be part of a larger one.",
    "new DataView(frame.buffer).setUint32(0, payload.length); frame.set(payload, 4);",
  ],
  "gives the payloads of a chunk in order": [
    "What is done after the first frame of a chunk?",
    "The next frame begins behind its payload. A chunk may hold many.",
    "while (bytes.length - at >= 4) { … payloads.push(bytes.slice(at + 4, end)); at = end; }",
  ],
  "puts a frame together that two chunks share": [
    "What happens to the bytes that are not a whole frame yet?",
    "They come first when the next chunk is here. Even the length may be cut: then it is not known yet.",
    "Join what is kept and the chunk; take the whole frames; keep the rest, even when it is shorter than 4 bytes.",
  ],
  "gives no bytes for an empty frame": [
    "What does your code do when the length is 0?",
    "Four bytes are a whole frame then. Look at > and >=, and at conditions on the length.",
    "A frame is complete when bytes.length - at >= 4 + length, also for length 0.",
  ],
  "pending counts the bytes that are kept, header included": [
    "Which bytes have come and were not given back yet?",
    "A header that has come counts, also a part of one; a frame that was given back does not.",
    "If you keep all bytes of an unfinished frame in one array, pending is its length.",
  ],
  "gives the same payloads for any chunks": [
    "What do you keep between two calls, and whose memory is it?",
    "The caller reads the next chunk into the same buffer: what you keep must be a copy.",
    "this.#held = bytes.slice(at); and bytes is an array that push() made itself.",
  ],
  "a payload does not change when the chunk does": [
    "Does a payload lie in the memory of the chunk?",
    "subarray() is a view: it shows what the caller reads next. slice() is a copy.",
    "payloads.push(bytes.slice(at + 4, end));",
  ],
  "decodes what encodeFrame makes": [
    "Do encodeFrame() and push() agree on the four bytes?",
    "setUint32 and getUint32 take a last argument for little-endian: leave it out in both.",
    "view.getUint32(at) reads what setUint32(0, length) wrote.",
  ],
  "keeps two frame decoders apart": [
    "Where do the kept bytes of a decoder live?",
    "A variable outside of the class, or a static field, belongs to all decoders.",
    "Use fields of the object: #held = new Uint8Array();",
  ],
  "takes a frame that is just as long as the limit": [
    "Is the limit itself allowed?",
    "maxLength is the longest payload that is taken. The header does not count.",
    "Refuse when length > this.#maxLength.",
  ],
  "takes any number of frames in one chunk": [
    "What do you compare with the limit: a frame, or everything that has come?",
    "One read may bring hundreds of short frames. Together they may be longer than maxLength.",
    "Compare only the number in the header: length > this.#maxLength.",
  ],
  "refuses a longer frame as soon as its length is there": [
    "When do you compare the length with the limit?",
    "Right after it is read, before you ask whether the payload is complete. The error is a RangeError.",
    "const length = view.getUint32(at); if (length > this.#maxLength) throw new RangeError(…);",
  ],
  "refuses the largest lengths": [
    "What is 0x80000000 in your code: a large number or a negative one?",
    "<< and | work on numbers with a sign. getUint32 does not.",
    "view.getUint32(at), or (… | …) >>> 0.",
  ],
  "says the length and the limit": [
    "What must somebody know who reads the message in a log?",
    "Two numbers: what was claimed, and what is allowed.",
    "`Cannot take a frame of ${length} bytes: the limit is ${this.#maxLength}`",
  ],
  "allocates nothing for a frame that it refuses": [
    "Which comes first: new Uint8Array(length), or the comparison?",
    "The length is a claim of a stranger. An array of that length is memory at once.",
    "Compare and throw before any array is made whose size depends on the length.",
  ],
  "refuses everything after a refusal": [
    "What does the next push() do after the one that threw?",
    "Nobody knows where the next frame begins. Remember the refusal in a field.",
    "if (this.#refusal) throw this.#refusal; as the first line of push().",
  ],
  "loses or gives the frames before a refusal": [
    "The chunk had a whole frame and then a length that is too long. What does your next push() do?",
    "You may throw at once, or give the frame and throw at the next call. Either way every later call throws.",
    "Set a field before you throw or return, and look at it first in each push().",
  ],
  "throws when the connection is reset before the first byte": [
    "What happens to the error that read() throws?",
    "null says that the stream has ended. A reset is an error, also before the first byte.",
    "Let the error leave readExactly(); give null only where read() gives null.",
  ],
  "throws when the connection is reset inside": [
    "What happens to the error that read() throws?",
    "A reset is no end of stream. Look for a catch that gives null.",
    "Do not catch it: let it leave readExactly().",
  ],
  "fills a megabyte, however little a read gives": [
    "Where does the next read() put its bytes?",
    "Behind all that came before, however many reads that takes.",
    "await conn.read(bytes.subarray(got)), until got is length.",
  ],
  "encodes a frame of 16 MB": [
    "How many bits of the length do you write?",
    "A payload of more than 16 MB needs the first of the four bytes, too.",
    "setUint32, or four bytes: length >>> 24, length >>> 16 & 255, …",
  ],
  "puts a long frame together": [
    "Does your code hand all bytes to one call, as in f(...bytes)?",
    "A call can have about 100,000 arguments. set() copies any number of bytes.",
    "bytes.set(this.#held); bytes.set(chunk, this.#held.length);",
  ],
  "puts a long line together": [
    "Does your code cut a line, count lines, or hand all bytes to one call?",
    "A line has no limit, and neither has a chunk. A call can have about 100,000 arguments: f(...bytes) fails.",
    "decoder.decode(chunk, { stream: true }) takes any number of bytes.",
  ],
};
