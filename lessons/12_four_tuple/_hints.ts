import type { Hint } from "../../workbook/guide.ts";

/** Hints by the name of the check that fails. */
export const HINTS: Record<string, Hint> = {
  "gives five clients of one port five keys": [
    "In what do the connections of one server port differ?",
    "The server's address and port are equal in all of them. The client's are not.",
    "Put localAddr and remoteAddr into the text, hostname and port of each.",
  ],
  "changes with each of the four values": [
    "Which of the four values is not in your key?",
    "Two addresses and two ports: each alone can be the difference.",
    "`${local.hostname} ${local.port} ${remote.hostname} ${remote.port}`",
  ],
  "gives every two connections two keys": [
    "Is every digit of each value in the key?",
    "A sum, an xor or a hash gives two pairs of ports one number.",
    "Put all four values into a text, whole, with a blank between them.",
  ],
  "keeps the four values apart": [
    "Where does one value end and the next one begin?",
    "10.0.0.1 and 80 give the same text as 10.0.0.18 and 0, if nothing stands between them.",
    "Put a blank between the values, and keep them in one order.",
  ],
  "depends on the four values only": [
    "What else is in your key?",
    "A counter, a time, or an identity of the object differs where the connection does not.",
    "Build the text from the four values alone.",
  ],
  "tells five clients of one port apart": [
    "Which field of an entry is compared with from, which one with to?",
    "to is this host's end: entry.local. from is the peer's: entry.remote.",
    "sockets.find((entry) => same(entry.local, to) && same(entry.remote, from)), and return what it finds.",
  ],
  "compares all four values": [
    "Which values are compared?",
    "Address and port of both ends: four comparisons.",
    "Write a helper that compares hostname and port, and use it for both ends.",
  ],
  "gives a connection every segment, whatever its flags": [
    "Do you look at the flags first, or at the connections?",
    "A SYN or a RST that belongs to a connection goes to it.",
    "Look for the connection first, and return it before any flag is read.",
  ],
  "finds a connection in every state but LISTEN": [
    "Which states may an entry have that is a connection?",
    "All but LISTEN: also SYN_SENT, TIME_WAIT and those between.",
    'entry.state !== "LISTEN"',
  ],
  "gives a socket that is connected to itself its own segment": [
    "What if from and to are equal?",
    "Then local and remote of its entry are equal, too. No special case is needed.",
    "Compare local with to and remote with from, nothing else.",
  ],
  "gives a SYN to the listener on its port": [
    "When is a listener the right one?",
    "Its port is that of to, and its address is that of to.",
    'Look among entries in LISTEN, when flags === "SYN" and there is no connection.',
  ],
  "gives a SYN to a wildcard listener, whatever the address": [
    "What does the address 0.0.0.0 of a listener mean?",
    "It stands for every IPv4 address of this host. The port must still be equal.",
    "If no listener has that address, look for one at 0.0.0.0 and the same port.",
  ],
  "prefers a listener on that very address": [
    "Which of two listeners fits better?",
    "The exact address comes before the wildcard, wherever they stand in the table.",
    "exact ?? wildcard: two searches, in this order.",
  ],
  "answers a SYN that nobody waits for with RST": [
    "Which comparison let it through?",
    "Address and port must fit, and the entry must be in LISTEN.",
    'After both searches return "RST".',
  ],
  "answers RST to what belongs to no connection": [
    "Which flags may a listener be given?",
    "Only a bare SYN begins a connection. ACK, FIN,ACK and SYN,ACK do not.",
    'Ask flags === "SYN", not whether the flags contain SYN.',
  ],
  "drops a reset that belongs to no connection": [
    "What would happen if a reset were answered with a reset?",
    "It would never end. So RST and RST,ACK are dropped.",
    'flags.split(",").includes("RST") ? "drop" : "RST"',
  ],
  "knows what to do without a socket": [
    "What does your code take for granted about the table?",
    "It may be empty.",
    "find() gives undefined then: go on to the last rule.",
  ],
  "says true when both ends are one endpoint": [
    "What do you compare: objects, or what is in them?",
    "Two objects are never ===, whatever they hold.",
    "Compare hostname with hostname, and port with port.",
  ],
  "says false when the port or the address differs": [
    "Which of the two is compared?",
    "127.0.0.1:4000 and 127.0.0.2:4000 are two endpoints.",
    "a.hostname === b.hostname && a.port === b.port",
  ],
  "says false of an ordinary connection": [
    "What do its two ends differ in?",
    "The port of the client is another one than that of the server.",
    "Return the comparison itself, a boolean.",
  ],
  "sends a line to everyone else": [
    "Who must get a line?",
    "All that are connected, but the one that it was read from. So keep a list of all connections.",
    "for (const other of members) if (other !== member) other.send(line);",
  ],
  "sends nothing back to the sender": [
    "How do you know who has spoken?",
    "By the connection that was read.",
    "Leave out that one: other !== member.",
  ],
  "sends no line before its end has come": [
    "Is a chunk sent on, or a line?",
    "A read gives any number of bytes. Keep what has no end yet.",
    "Keep a rest for each connection, and send only what stands before a \\n.",
  ],
  "sends every line of one write": [
    "How many lines may one read() bring?",
    "Several, and the beginning of the next one.",
    "Loop: as long as there is a \\n, take what stands before it, and send it.",
  ],
  "ends each line with one line feed": [
    "Does the \\r belong to the line?",
    "Only a \\r directly before \\n is part of the end. Every other one stays.",
    "Take the line without its end, drop one \\r at its end, add one \\n.",
  ],
  "changes nothing in a line": [
    "Which bytes end a line, and which belong to it?",
    "Only a line feed ends a line, and of the bytes before it at most one \\r goes.",
    "Look for byte 10; do not use trim().",
  ],
  "keeps the lines of two senders apart": [
    "What do two connections share?",
    "A rest, a decoder or a buffer that both use mixes them.",
    "Declare all three inside the function that serves one connection; copy what you keep of a buffer.",
  ],
  "puts a line together that comes byte by byte": [
    "What happens to a character whose bytes come in two reads?",
    "Decoded alone, half a character becomes U+FFFD.",
    "Keep bytes until the line is whole, or decode with { stream: true }.",
  ],
  "tells a newcomer only what is said later": [
    "Who was accepted before the line came?",
    "Only those get it. A chat keeps no history.",
    "Add a connection to the list when it is accepted, and send to who is in the list now.",
  ],
  "closes a client's connection at its end of stream": [
    "What happens when read() gives null?",
    "The member leaves: take it from the list, and close its connection.",
    "finally { members.delete(member); member.close(); }",
  ],
  "stays open however long nobody speaks": [
    "Is there a time limit?",
    "A silent member stays.",
    "Take out every setTimeout(): only the end of the stream, an error and stop() end a connection.",
  ],
  "stops as in lesson 3": [
    "Which sockets must stop() close?",
    "The listener and every connection. Then every accept() and read() ends.",
    "Close each once, and return the promise finished, which waits for all handlers.",
  ],
  "tells clients apart that have one port on two hosts": [
    "Which values name a client?",
    "A port belongs to an address: two hosts may use the same one.",
    "Compare the members themselves, or connectionKey() of their connections.",
  ],
  "sends on while a client does not read": [
    "Who waits for the write() to a client that does not read?",
    "await in the loop over the members stops the loop. Promise.all waits as well.",
    "send() only puts the line into the member's queue; a function that nobody awaits empties it.",
  ],
  "gives a client that reads again every line, in order": [
    "What happens to a line that cannot be written now?",
    "It waits in a queue. One writer takes line after line, and looks at what write() has taken.",
    "while (queue.length) { line = queue.shift(); write until all of it is taken }, and start it only if it does not run.",
  ],
  "sends on when a client resets or goes": [
    "read() and write() reject after a reset: who catches it?",
    "Both, in different functions. Only that member is gone.",
    "try and catch around the reading, and around the writing; close in both cases.",
  ],
  "sends on when a client has vanished": [
    "What if a write fails, and the read of that client still waits?",
    "A promise that nobody awaits and that rejects ends the process.",
    "Catch it inside the writer, and close the connection: that ends the read, too.",
  ],
  "stop() waits for no client": [
    "Which write still waits when stop() is called?",
    "close() ends it with an error. Waiting for the queue to be empty may never end.",
    "Close every connection first, then wait for finished.",
  ],
  "keeps values apart that hold colons": [
    "Which character is in no address?",
    "IPv6 addresses hold colons, so a colon separates nothing.",
    "Separate by a blank.",
  ],
  "gives a listener nothing but a SYN, whoever it is said to be from": [
    "Is every entry a connection?",
    "The remote end of a listener is 0.0.0.0:0: that is nobody.",
    'entry.state !== "LISTEN", when you look for a connection.',
  ],
  "takes 0.0.0.0 for every address in a listener only": [
    "Which entries may have an address that stands for others?",
    "The four values of a connection are compared as they are. Only a listener can be at every address.",
    "Ask for 0.0.0.0 where you look for a listener, and nowhere else.",
  ],
  "takes a line of 64 KiB": [
    "How long may a line be?",
    "65,536 bytes before its end, in any number of reads.",
    "Compare a limit with the line without \\r and \\n.",
  ],
  "mixes no two lines when a write() takes a part": [
    "Two lines for one client: is the first write() over, and whole?",
    "A second writer may begin between the parts of the first line.",
    "One writer for each connection, that takes the lines in turn.",
  ],
  "has room for two hundred clients": [
    "What limits the number of clients?",
    "A client costs one entry in a collection. Nothing in the contract limits how many there are.",
    "members.add(member) for each connection that accept() gives, without a condition.",
  ],
  "lets everybody speak at once": [
    "Which line is lost, or comes twice?",
    "Many lines are under way at once.",
    "A queue for each member, and one writer.",
  ],
  "keeps 8 MiB for a client that reads late": [
    "What happens to lines that do not fit into the kernel's buffers?",
    "About 4 MB fit there; the rest must wait in your queue.",
    "Close a member only when more than 8 MiB are in its queue.",
  ],
  "sends 17 MiB on while a client never reads": [
    "Does anything wait when a queue is full?",
    "A member with too much unread may be closed; the others must not wait.",
    "Check the limit in send(), and close that member.",
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
  "keeps two chats apart, and stops one of them twice": [
    "What do two servers share?",
    "A list at the top of the module belongs to all of them.",
    "Declare it inside startChat. Close only if not stopped yet.",
  ],
  "stop() closes a connection that is just being accepted": [
    "What if accept() succeeds when stop() was called already?",
    "That connection is in no list yet, so stop() has not closed it.",
    "After accept(): if (stopped) conn.close().",
  ],
  "listens on the port that it is given, or refuses": [
    "Which port does Deno.listen() get?",
    "The option, or 0. AddrInUse is for the caller to see.",
    "Call Deno.listen() in startChat itself, with port = 0 as default, outside any try.",
  ],
};
