import type { Hint } from "../../workbook/guide.ts";

/** Hints to parts 4 and 5 and beyond: the conversation. */
export const CONVERSE: Record<string, Hint> = {
  "sends a message and collects its reply": [
    "Which steps are done for each message, and which once at the end?",
    "`conn.write()`, `conn.read()`, `conn.close()`.",
    "For each message write its bytes and nothing else, read 5 bytes, keep them as text; close at the end.",
  ],
  "sends UTF-8": [
    "How many bytes does ü have?",
    "`TextEncoder`, and the length of what it gives.",
    "Encode first, and count bytes, never characters.",
  ],
  "waits for the whole reply before the next message": [
    "What must be there before the next message may leave: is one read one reply?",
    "Where the loop awaits the reply, and the number that `conn.read()` returns.",
    "Await the reply inside the loop, before the next turn: read again until 5 bytes are together.",
  ],
  "collects a reply that arrives in pieces": [
    "Where in the buffer does the second read put its bytes?",
    "`subarray(start)` of the buffer for the reply.",
    "Read into the part of the buffer that is still free.",
  ],
  "decodes a reply when it is whole": [
    "What is half of the character é?",
    "`TextDecoder.decode()`: how often, and on which bytes?",
    "Collect 5 bytes first, then decode them once.",
  ],
  "keeps a reply that arrives with the one before": [
    "A read brought 7 bytes. Where are the last two?",
    "The size of the buffer that you hand to `read()`, or a variable that outlives one reply.",
    "Never read more than is missing, or keep the rest for the next reply.",
  ],
  "changes neither a message nor a reply": [
    "Which messages are empty, and which only look like it?",
    "`trim()`, a `Set`, or a test of what the reply says.",
    "Skip a message only if it is the empty string, send the others as they are, and keep each reply as it came.",
  ],
  "survives a reply that is not UTF-8": [
    "What can a server send that is not text?",
    "The options of `TextDecoder`.",
    "Let the decoder replace what it cannot read; without the option `fatal` it never throws.",
  ],
  "decodes each reply for itself": [
    "A reply ends inside a character. Where is that half when the next reply comes?",
    "A decoder with { stream: true } keeps it, and puts it before the next text.",
    "Collect the 5 bytes, then decode them with a decoder that has seen nothing else, or without { stream: true }.",
  ],
  "waits for a reply without a limit": [
    "The server thinks for an hour. Which await of yours ends before the reply is there?",
    "Look for a timer around read(), or for a pause between two messages. Only dial() has a deadline.",
    "Await read() itself; a reply, the end of the stream and a reset are all that ends it.",
  ],
  "skips empty messages": [
    "How many segments do zero bytes make?",
    "`continue`, at the top of the loop.",
    "Go to the next message when this one is the empty string: neither write nor read.",
  ],
  "closes when there is nothing to send": [
    "Which path does your code take when the loop never runs?",
    "`finally`, or the last lines of your function.",
    "Close the connection after the loop, not inside it.",
  ],
  "takes any iterable once": [
    "What can every Iterable do, and what can only an array do?",
    "`for … of`, and how often you write it.",
    "Go through the messages once with `for … of`; use no index, no length.",
  ],
  "stops after the answer to exit": [
    "In which order: send exit, read its reply, stop?",
    "The line that compares the message with `exit`.",
    "After the reply was read and kept, return when the message was `exit`.",
  ],
  "takes exit letter for letter": [
    "Is ` exit` the word exit?",
    "The comparison with `===`, and what you do to the message before.",
    "Compare the whole message, unchanged, with `exit`.",
  ],
  "ends with the input when the server closes after the last reply": [
    "Every message has its reply. What do you still wait for?",
    "server-closed is the end of a stream while a reply is awaited.",
    "After the last reply read nothing more: close, and return end-of-input.",
  ],
  "ends with exit when the server closes after its answer": [
    "The answer and the end of stream came together. Was exit answered?",
    "What you read after the reply to `exit`.",
    "Once the reply to `exit` is whole, read nothing more.",
  ],
  "ends when the server closes before the reply": [
    "What does read return at end of stream?",
    "`null`, and what your loop does then.",
    "When `read()` gives `null` before the reply is whole, the conversation is over: `server-closed`.",
  ],
  "drops a part of a reply at the end": [
    "Four bytes, then end of stream: is that a reply?",
    "What you keep when `read()` gives `null`.",
    "Add to `replies` only what has 5 bytes.",
  ],
  "calls an unanswered exit server-closed": [
    "What must have come before the end may be called `exit`?",
    "The order of two tests: end of stream, and the word exit.",
    "Test for end of stream first; only an answered exit ends with `exit`.",
  ],
  "ends when the server resets": [
    "What does read do when RST came?",
    "`Deno.errors.ConnectionReset`, `catch`, and `finally`.",
    "Catch the error, resolve with `reset` and the replies so far, and close on this path too.",
  ],
  "ends when a write meets a connection that is gone": [
    "Which calls can fail when the server has gone?",
    "`conn.write()` rejects too: `BrokenPipe` or `ConnectionReset`.",
    "Put the write inside the same `try` as the read.",
  ],
  "keeps two conversations apart": [
    "Which variables do two calls share?",
    "A buffer or a decoder at the top level of your file.",
    "Make the buffer inside the function, one for each conversation.",
  ],
  "writes a long message completely": [
    "How many bytes did the kernel take?",
    "The number that `conn.write()` returns.",
    "Write the rest, from the byte after the last one taken, until nothing is left.",
  ],
  "writes a long message of many alphabets completely": [
    "Is a character a byte?",
    "`message.length` counts UTF-16 units; `conn.write()` counts bytes.",
    "Encode the message once, and write until all bytes of the array are taken.",
  ],
  "waits for a server that does not read": [
    "How long may a server take before it reads your message?",
    "Look for a timer around `conn.write()`.",
    "Await the write alone; only an error ends it.",
  ],
  "ends when the server goes away during a long message": [
    "A write is waiting for room. What happens to it when the server closes?",
    "`await` before every write, and the `try` around it.",
    "Await each write inside the `try`; its error means that the connection is gone.",
  ],
  "holds a whole session with the notes' server": [
    "Which of the three functions gave the first surprise?",
    "Run their own checks first; they come before this one.",
    "Each line of the text is one message, the connection of `dial` goes to `converse`, and `exit` ends it.",
  ],
  "holds a conversation of any length": [
    "What ends your loop, besides the messages, exit and the connection?",
    "Look for a counter, or a list with room for so many.",
    "Let `for … of` end the loop; count nothing.",
  ],
  "begins each conversation anew": [
    "What is left of one conversation when the next one begins?",
    "A variable outside of the function keeps what was read behind the last reply.",
    "Read no more than is missing, or keep the rest inside the call.",
  ],
  "keeps two messages apart while one waits for room": [
    "A part of the first message is written, the rest waits. Where are its bytes?",
    "Another conversation encodes its message meanwhile. Into which array?",
    "Encode each message into an array of its own.",
  ],
};
