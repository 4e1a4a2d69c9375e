import type { Hint } from "../../workbook/guide.ts";

/** Hints by the name of the check that fails. */
export const HINTS: Record<string, Hint> = {
  "finds the side that ended first": [
    "Find the first FIN of each side. What do their seq and ack say?",
    "The second FIN acknowledges the first one; the side of the first FIN waits.",
    'If server.ack === client.seq + client.length + 1, the answer is "client"; the other way round it is "server".',
  ],
  "knows the close of three segments": [
    "How many segments does this close have, and what is in each?",
    "The second FIN comes in the segment that acknowledges the first. Nothing else changes.",
    "Compare the ack of each side's first FIN with the number of the other side's FIN.",
  ],
  "waits through a half-close": [
    "What stands between the two FINs here?",
    "Data may still go the other way. And flags may be FIN,PSH,ACK.",
    'flags.split(",").includes("FIN") finds a FIN among other flags.',
  ],
  "finds both when their FINs cross": [
    "Does one of the two FINs acknowledge the other?",
    "The order in the trace is not enough: each side sent its FIN before it saw the other one.",
    'If neither first FIN acknowledges the other, the answer is "both".',
  ],
  "finds nobody when not both sides sent a FIN": [
    "Which sides sent a FIN in this trace?",
    "One FIN is a half-closed connection. Two FINs of one side are one, sent again.",
    'If one of the two first FINs is undefined: "none".',
  ],
  "finds nobody after a reset": [
    "Which flag is in this trace beside FIN?",
    "RST ends a connection at once, before the FINs or after them.",
    'First: if some segment has RST, return "none".',
  ],
  "counts the payload of a FIN": [
    "Which number does a FIN have that carries 5 bytes?",
    "The bytes come first: the FIN is at seq + length.",
    "It is acknowledged by seq + length + 1.",
  ],
  "takes a FIN that is sent again for one": [
    "How many FINs of one side are in this trace?",
    "The second one of a side is the same FIN, sent again, perhaps with a newer ack.",
    "Take the first one: find(), not findLast().",
  ],
  "counts mod 2^32": [
    "Which number follows 4294967295?",
    "It is 0. And | 0 makes large numbers negative.",
    "(seq + length + 1) % 2 ** 32, or >>> 0.",
  ],
  "finds it in any close": [
    "Which two numbers decide who ended first?",
    "The ack of one side's FIN, and the number behind the other side's FIN. Everything else may differ from trace to trace.",
    "Compare ack with seq + length + 1 of the other FIN, mod 2^32, in both directions.",
  ],
  "refuses a second listener": [
    "In which state is the existing socket?",
    "SO_REUSEADDR does not ignore LISTEN. One SO_REUSEPORT is not enough, either.",
    'With state "LISTEN" only reusePort on both gives "ok".',
  ],
  "lets a server start again when both sockets have SO_REUSEADDR": [
    "Which of the two sockets has reuseAddr here, and in which state is the existing one?",
    "Both must have it. Then every state but LISTEN is ignored, not only TIME_WAIT.",
    'old.reuseAddr && wanted.reuseAddr && old.state !== "LISTEN"',
  ],
  "lets two sockets share a port when both have SO_REUSEPORT": [
    "Which of the two sockets has reusePort?",
    "With both it is ok in every state, whatever reuseAddr is.",
    "old.reusePort && wanted.reusePort comes before everything about reuseAddr.",
  ],
  "agrees with Linux on other addresses": [
    "Which two addresses are compared, and do they overlap?",
    "127.0.0.1 and 127.0.0.2 are never in each other's way. 0.0.0.0 is every address, on either side.",
    'Equal, or one of the two is "0.0.0.0".',
  ],
  "looks at the port": [
    "Is it the same port?",
    "Another port is never in the way. Nothing existing: nothing in the way.",
    "Skip every socket whose port differs.",
  ],
  "asks every existing socket": [
    "Which of the existing sockets is in the way?",
    "One is enough, wherever it is in the list.",
    'existing.some(…) ? "EADDRINUSE" : "ok"',
  ],
  "answers each chunk, exit too": [
    "What does read() give, and what is written for it?",
    "Each chunk gets the 5 bytes OK!!!, exit as well. At null the connection is closed.",
    "Loop: read; null ends it; write all of OK!!!. close() in finally.",
  ],
  "closes when the client ends without exit": [
    "What does read() give at the end of the stream?",
    "null ends the loop, whether exit came or not.",
    "After the loop: conn.close().",
  ],
  "closes when the client says nothing at all": [
    "What if the first read() gives null?",
    "Then nothing is answered, and the connection is closed.",
    "Test for null before you use the number.",
  ],
  "waits without limit before exit": [
    "When does your timer start?",
    "closeWithinMs begins with the answer to exit, not with the call.",
    "Call setTimeout() behind the write that answers exit.",
  ],
  "takes only exit for exit": [
    "What exactly is this chunk?",
    "A chunk is exit if it has these 4 bytes and no others: no blank, no line feed.",
    'decoder.decode(buffer.subarray(0, n)) === "exit", without trim().',
  ],
  "looks at the bytes of this chunk only": [
    "Which bytes of the buffer came with this read?",
    "The first n. What is behind them is older: 1xit, then e, leaves exit in the buffer.",
    "Decode or compare buffer.subarray(0, n).",
  ],
  "lets the client close first": [
    "Which call of yours sends a FIN?",
    "close() and closeWrite() both do. After exit the client ends first.",
    "After the answer to exit go on reading, until null.",
  ],
  "answers nothing after exit, and reads on": [
    "What does your loop do with a chunk after exit?",
    "It is read and forgotten. Only null or the deadline ends it.",
    "Remember that exit was answered; skip the write from then on.",
  ],
  "closes at once when exit and the end come together": [
    "The client has ended: what are you still waiting for?",
    "null ends the waiting; the deadline is for clients that do not end.",
    "At null leave the loop, clear the timer, close.",
  ],
  "closes closeWithinMs after the answer to exit": [
    "What wakes a read() to which nothing comes?",
    "A timer that closes the connection. The read throws then; that is no failure.",
    "setTimeout(() => conn.close(), options.closeWithinMs); catch what the read throws because of it.",
  ],
  "counts the time from the answer, not from the call": [
    "When is the timer set?",
    "Behind the answer to exit, whatever came before.",
    "Set it in the branch of exit, after the write.",
  ],
  "counts the time once, whatever arrives meanwhile": [
    "What does a chunk do to your timer?",
    "Nothing, and a second exit does nothing either.",
    "One setTimeout(), at the first exit only.",
  ],
  "leaves no timer": [
    "The client closed in time. What does the timer do now?",
    "It runs on, and closes a connection that is closed.",
    "clearTimeout() in finally.",
  ],
  "listens at once on a free port": [
    "What is done before the first try?",
    "Nothing: the port may be free. The listener is returned open.",
    'return Deno.listen({ hostname: "127.0.0.1", port }), first of all.',
  ],
  "listens when the old listener has gone": [
    "What is done after a try that failed?",
    "AddrInUse means: a pause of at most 100 ms, and another try.",
    "A loop: try Deno.listen(); catch AddrInUse; await a timer of 50 ms.",
  ],
  "goes on at the same pace for as long as withinMs says": [
    "What ends the tries: the time, or their number?",
    "A pause that grows is soon longer than 100 ms.",
    "Give every pause the same length, and compare the time with withinMs.",
  ],
  "throws AddrInUse when the old listener stays": [
    "What ends the tries?",
    "The time, not a number of tries. Then the caller sees Deno's own error.",
    "const until = performance.now() + withinMs; at AddrInUse after until, throw the error again.",
  ],
  "tries at once, and then at least every 100 ms": [
    "How long is the pause between two tries?",
    "Never more than 100 ms, and there is none before the first try.",
    "Try, then pause Math.min(50, the time that is left).",
  ],
  "tries once when withinMs is 0": [
    "When is the time compared with withinMs?",
    "After a try that failed: with 0 the time is over then.",
    "In catch: if no time is left, throw, before any pause.",
  ],
  "lets other work go on": [
    "What runs while you wait?",
    "A loop without an await on a timer blocks everything else.",
    "await new Promise((resolve) => setTimeout(resolve, 50))",
  ],
  "closes when the client resets before exit": [
    "Which path leaves without close()?",
    "read() throws after a RST.",
    "close() in finally.",
  ],
  "closes when the client resets after exit": [
    "Which path leaves without close()?",
    "The read after exit throws, and the timer still runs.",
    "clearTimeout() and close() in finally.",
  ],
  "answers whole when the kernel takes a part at a time": [
    "What does write() return?",
    "How many bytes were taken: perhaps not all.",
    "for (let sent = 0; sent < 5;) sent += await conn.write(OK.subarray(sent));",
  ],
  "keeps the times of two clients apart": [
    "Which variable do both calls share?",
    "A client that ends must not clear the timer of another one.",
    "Keep the timer inside of politeHandler.",
  ],
  "serves two clients at once": [
    "Which variable do both calls share?",
    "What was said is a matter of one connection.",
    "Keep everything inside of politeHandler.",
  ],
  "counts the time from the moment when the whole answer is taken": [
    "What is awaited before the timer is set?",
    "A write may wait, or take a part. The time begins when all of OK!!! is taken.",
    "await the whole answer, then call setTimeout().",
  ],
  "takes no chunk of one client for that of another": [
    "Which variable do two calls share?",
    "Two reads that wait at once must not have the same buffer.",
    "Make the buffer inside of politeHandler.",
  ],
  "ends at the deadline though the client never pauses": [
    "Does a read ever have to wait here?",
    "The timer must close the connection, or the loop must look at the time.",
    "setTimeout(() => conn.close(), …): it rings between two reads.",
  ],
  "throws any other failure at once": [
    "Which error is it here?",
    "Only AddrInUse goes away by waiting.",
    "if (!(error instanceof Deno.errors.AddrInUse)) throw error;",
  ],
  "makes no connection, and does not try again after it has a listener": [
    "Which call tells whether the port is free?",
    "Deno.listen() itself: it throws, or you have the port.",
    "Return the first listener that you get; no connect, no timer behind it.",
  ],
  "takes no notice of the connections of the old server": [
    "What is in the way here, and does it matter to Deno.listen()?",
    "Connections are ignored, thanks to SO_REUSEADDR.",
    "Just call Deno.listen(): it works at once.",
  ],
  "waits for two ports at once": [
    "What do two calls share?",
    "Each has its own port and its own time.",
    "Keep everything inside of relisten.",
  ],
  "keeps the times of two calls for one port apart": [
    "What do two calls for one port share?",
    "Each call has its own time, and a listener that nobody else is given.",
    "Let each call try by itself: keep no promise and no listener outside of it.",
  ],
};
