import type { Hint } from "../../workbook/guide.ts";

/** Hints by the name of the check that fails. */
export const HINTS: Record<string, Hint> = {
  "counts the connections that complete": [
    "Which connects complete although nobody accepts?",
    "The kernel completes them. connectWithin() gives a connection for each; keep it open and count it.",
    "while (opened.length < limit): push what connectWithin() gives; return opened.length.",
  ],
  "makes no more connections than the limit": [
    "When does your loop end?",
    "Count the calls of connectWithin(): there are at most `limit` of them, each makes one connection.",
    "The condition is opened.length < limit, not <=.",
  ],
  "counts as many as there are": [
    "When does your loop end?",
    "Only limit says how many connections are tried.",
    "Have no other number in the condition of the loop.",
  ],
  "closes every connection that it made": [
    "Which connections does close() reach?",
    "A number is returned, and nobody else knows the connections: this function must close them.",
    "In a finally: for (const conn of opened) conn.close().",
  ],
  "rejects when a connect is refused": [
    "What does a refusal say of a queue?",
    "A refused connect means that nobody listens. That is no number of places; let the error reach the caller.",
    "Catch only what says that the time is over; throw everything else again.",
  ],
  "closes what it has opened when a later connect fails": [
    "What happens to the first connections when the third fails?",
    "The error leaves the function before the lines that close.",
    "try { … return opened.length; } finally { for (const conn of opened) conn.close(); }",
  ],
  "works over IPv6": [
    "Which hostname does Deno.connect() get?",
    "The server may be ::1.",
    "Pass hostname and port of `server` on as they are.",
  ],
  "counts one connection more than the backlog says": [
    "What happens to a connect for which the queue has no room?",
    "It neither completes nor fails: its SYN is dropped. Something of yours must end the wait after waitMs.",
    "Give Deno.connect() the option signal: AbortSignal.timeout(waitMs), and return null when it has fired.",
  ],
  "gives up when the time is over": [
    "What ends the wait when connect says nothing?",
    "waitMs is in milliseconds, and each connect has all of that time.",
    "AbortSignal.timeout(waitMs), made anew for each connect.",
  ],
  "counts a connection that takes its time": [
    "How long may a connect take?",
    "A handshake may complete after the SYN was sent again. Within waitMs it counts.",
    "No shorter time than waitMs, and no check of your own whether the connect is quick.",
  ],
  "gives each connect the whole of its time": [
    "Whose time is waitMs: each connect's, or that of all together?",
    "Each connect may take waitMs. Four that take 400 ms each are in time when waitMs is 500.",
    "Make a new AbortSignal.timeout(waitMs) for each connect.",
  ],
  "closes a connection that completes too late": [
    "Who has the connection when its time is over?",
    "Promise.race() stops the waiting, not the attempt.",
    "Let the signal end the attempt itself, or close in a then() of the connect what comes too late.",
  ],
  "survives a connect that fails too late": [
    "Who catches an error that comes after the time?",
    "A promise that lost a race may still reject, and nobody awaits it.",
    "With the signal the attempt is over. Without it: connecting.catch(() => {}).",
  ],
  "keeps two probes apart": [
    "Which variable do both calls share?",
    "A list outside of the function belongs to all calls.",
    "Make the list of connections inside probeAcceptQueue().",
  ],
  "calls handle with the connection of each client": [
    "Who calls accept(), and who calls handle()?",
    "The loop accepts; it starts serve() and accepts again at once. An await on serve() would let the next client wait.",
    "const work = serve(conn, handle); running.add(work); and no await.",
  ],
  "closes the connection when its handler has fulfilled": [
    "Who closes the connection when handle() has settled?",
    "closeWrite() would leave the descriptor open; close() frees it.",
    "await handle(conn), and closeOnce(conn) in a finally.",
  ],
  "closes the connection when its handler has rejected": [
    "Which path leaves without close()?",
    "The handler's error must neither skip close() nor reach the loop.",
    "try { await handle(conn); } catch {} finally { closeOnce(conn); }",
  ],
  "closes the connection when its handler has thrown at once": [
    "handle() may throw before it returns a promise: who catches that?",
    "handle(conn).catch(…) is too late: there is no promise yet.",
    "Call it inside the try of an async function: try { await handle(conn); }.",
  ],
  "leaves alone a connection that its handler has closed": [
    "What does close() do on a connection that is closed already?",
    "It throws BadResource, and that would reject serve().",
    "closeOnce() is given for this.",
  ],
  "closes a connection that its handler has half-closed": [
    "What frees the descriptor: closeWrite(), or close()?",
    "After closeWrite() the connection still has its descriptor.",
    "Close in every case, whatever the handler has done.",
  ],
  "closes no connection while its handler runs": [
    "What ends a connection: its handler, or a timer of your own?",
    "A client may be silent for an hour. The handler decides what is too long.",
    "Await the handler without any limit.",
  ],
  "ends when its listener is closed": [
    "What does accept() do when its listener is closed?",
    "A pending accept() rejects with BadResource, and so does every later one. It is the end of the loop, no failure.",
    "catch (error): if (error instanceof Deno.errors.BadResource) return null; and leave the loop at null.",
  ],
  "resolves when the last handler has ended": [
    "Which handlers does your promise wait for?",
    "The loop is over, but what it started may still run, also more than one.",
    "After the loop: await Promise.all(running).",
  ],
  "runs as many handlers as there are slots": [
    "How many handlers run now?",
    "Compare running.size with maxConcurrent before each accept().",
    "while (running.size >= maxConcurrent), wait until one of them has ended.",
  ],
  "leaves the others in the kernel's queue": [
    "What would an accept() that waits do with the next client?",
    "It takes it out of the queue, whether a slot is free or not. So the slot comes first.",
    "Wait for a slot, then call accept(), then start the handler.",
  ],
  "gives a free slot to who waits longest": [
    "Which handler does your loop wait for: the first, or any?",
    "Whichever ends first frees a slot; the others continue.",
    "await Promise.race(running), where each promise leaves the set when it settles.",
  ],
  "takes the next client as soon as a slot is free": [
    "What does your loop wait for when all slots are taken?",
    "A timer looks too late; the promise of a handler settles at the right moment.",
    "await Promise.race(running) before nextConn(); no pause beside it.",
  ],
  "frees the slot however the handler ends": [
    "On which path does a slot stay taken?",
    "A handler may reject, throw at once, or close the connection itself. serve() fulfils in every case.",
    "work.then(() => running.delete(work)), with a serve() that never rejects.",
  ],
  "serves one client at a time with one slot": [
    "How many handlers run now?",
    "maxConcurrent 1 is a limit like any other: the second client waits in the queue.",
    "Use >= in the comparison, not >.",
  ],
  "never runs more handlers than slots": [
    "How many clients does your loop take when several slots are free?",
    "Three ends at once free three slots, no more.",
    "Count again before each accept().",
  ],
  "keeps two loops apart": [
    "Which variables live outside of acceptLoop()?",
    "A set at the top of the file belongs to all loops.",
    "Make the set of running handlers inside acceptLoop().",
  ],
  "refuses a number of slots that is no integer or less than 1": [
    "Which numbers of slots make sense?",
    "With NaN, 0 or -1 nobody would be served, and 1.5 or Infinity is no number of slots. Number.isInteger() refuses NaN and Infinity, too.",
    "throw new RangeError(…) with the value in its message, before anything is accepted.",
  ],
  "ends when the signal aborts": [
    "What ends an accept() that waits?",
    "Only closing its listener does.",
    "In the event listener: closeOnce(listener). The loop then ends as with any closed listener.",
  ],
  "closes the listener while handlers run": [
    "What happens at the moment of the abort?",
    "The listener is closed at once; who runs continues.",
    "Close it in the event listener, not after the handlers.",
  ],
  "closes the listener while all slots are taken": [
    "What does your loop wait for when all slots are taken?",
    "It waits for a handler and cannot look at the signal. The event comes all the same.",
    "Close the listener in the event listener itself.",
  ],
  "lets the handlers that run finish": [
    "Which connections does an abort close?",
    "None. It closes the listener, and the promise waits for those who run.",
    "closeOnce(listener) alone; after the loop await Promise.all(running).",
  ],
  "gives up who waits in the queue": [
    "What does the kernel do with the queue of a closed listener?",
    "It resets the connections in it. Nobody accepts them any more.",
    "Close the listener at once; do not accept what is left.",
  ],
  "ends at once when the signal was aborted before": [
    "Does a signal that is aborted send its event again?",
    "No. Ask it.",
    "if (signal.aborted) stopListening(), after addEventListener().",
  ],
  "takes an abort after the listener was closed": [
    "What does close() do on a listener that is closed already?",
    "It throws BadResource, inside an event listener, where nobody catches it.",
    "closeOnce(listener).",
  ],
  "ends every loop of one signal": [
    "What else may be told of an abort by the same signal?",
    "Two loops may have one signal, and onabort holds one function only.",
    'signal.addEventListener("abort", …) adds a function to the others.',
  ],
  "resolves whatever the reason of the abort is": [
    "What is thrown, and who asked for it?",
    "The abort is how the caller ends the loop: it is no failure.",
    "No throwIfAborted(), and no rejection with signal.reason.",
  ],
  "continues after a reset in the queue": [
    "Does a rejected accept() mean that the listener is closed?",
    "After a reset accept() rejects with NotConnected, and the next client is there.",
    "Leave the loop only at BadResource; after NotConnected call accept() again.",
  ],
  "takes the next client at once after resets in the queue": [
    "Which failures of accept() need a pause?",
    "After NotConnected the next client may wait in the queue already. Nothing changes while you pause.",
    "Where the error is NotConnected, call accept() again at once.",
  ],
  "takes no slot for an accept() that rejects": [
    "Which count does a failed accept() change?",
    "A slot belongs to a handler. Where there is no connection, there is none.",
    "Add to the set only after accept() has returned.",
  ],
  "tries again when there was no descriptor": [
    "Which errors of accept() mean that the listener is closed?",
    "EMFILE is no end: the connection stays in the queue until a descriptor is free.",
    "Wait RETRY_MS, then call accept() again.",
  ],
  "tries again whatever the failure is": [
    "Which errors of accept() end your loop?",
    "accept() may pass on an error of one connection, EHOSTUNREACH for example. The listener is still open.",
    "End the loop for BadResource only; after every other error call accept() again.",
  ],
  "tries again for as long as there is no descriptor": [
    "How often do you try?",
    "Nobody knows how long there is no free descriptor. A number of tries is a time limit, too.",
    "Only a closed listener ends the loop: after any other error wait RETRY_MS and call accept() again.",
  ],
  "ends when the signal aborts while every accept() fails": [
    "What ends a loop that tries again and again?",
    "The next accept() of a closed listener rejects with BadResource.",
    "Ask for BadResource at every try, and make the pause between two of them short.",
  ],
  "holds two hundred clients with a backlog of 1": [
    "What limits the number of clients: the queue, or the slots?",
    "Whoever is accepted is not in the queue any more.",
    "Only running.size >= maxConcurrent may stop the loop for a while, and not the backlog.",
  ],
  "runs a handler for each of two hundred clients": [
    "What limits the number of handlers, beside maxConcurrent?",
    "No number of your own belongs into the condition.",
    "Compare running.size with maxConcurrent only.",
  ],
  "outlives clients that leave while they wait": [
    "What does accept() give for a client that has left?",
    "A connection like any other. Its handler reads what came, and the end of the stream.",
    "Start the handler in every case, and close afterwards.",
  ],
  "outlives a client that resets while it is served": [
    "Who closes the connection when read() rejects?",
    "The handler rejects then. serve() closes, and the loop does not notice.",
    "try, catch and finally in serve().",
  ],
  "serves a hundred clients that fail": [
    "What does a failed handler leave behind?",
    "A slot, a connection and a promise: each must be gone.",
    "The set loses the promise when serve() has settled.",
  ],
  "leaves no connection open that comes at the abort": [
    "accept() may still return a connection after the abort: who has it?",
    "It left the queue just before the listener was closed. Serve it, or close it.",
    "Do not leave the loop between accept() and serve().",
  ],
};
