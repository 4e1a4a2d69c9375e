import type { Hint } from "../../workbook/guide.ts";

/** Hints by the name of the check that fails. */
export const HINTS: Record<string, Hint> = {
  "opens from the client's side and the server's": [
    "Which of the two sides sends first, and what does the other wait for?",
    "Five pairs open a connection: two calls in CLOSED, a SYN in LISTEN, a SYN,ACK in SYN_SENT, an acknowledgment in SYN_RCVD.",
    "The listener's side is in SYN_RCVD from the SYN to the last ACK, and sends nothing when that ACK comes.",
  ],
  "closes actively and waits in TIME_WAIT": [
    "What does the side that closes first still have to hear?",
    "Two things: the acknowledgment of its FIN, and the other side's FIN. Each takes it one state further.",
    "close sends FIN; rcv_ack_of_fin sends nothing; rcv_fin in FIN_WAIT_2 sends ACK; timeout_2msl ends in CLOSED.",
  ],
  "closes passively through CLOSE_WAIT and LAST_ACK": [
    "Whose call takes a connection out of CLOSE_WAIT?",
    "A FIN that arrives is acknowledged at once. The program's own close sends the second FIN.",
    "A FIN may also come in SYN_RCVD: the same state and the same segment as in ESTABLISHED.",
  ],
  "skips FIN_WAIT_2 when FIN and ACK come together": [
    "What does one segment say that carries both?",
    "rcv_fin_ack_of_fin in FIN_WAIT_1 does the work of rcv_ack_of_fin and of rcv_fin.",
    "Follow both rules one after the other: FIN_WAIT_2 lasts no time, and the FIN is acknowledged.",
  ],
  "closes from both sides at once through CLOSING": [
    "Both have sent a FIN. Has yours been acknowledged when theirs arrives?",
    "FIN_WAIT_1 has an event for the other side's FIN alone, without an acknowledgment of yours.",
    "It is acknowledged, and the state is CLOSING until your FIN is acknowledged; then it is as after any active close.",
  ],
  "opens from both sides at once through SYN_RCVD": [
    "Both have sent a SYN. What can a side in SYN_SENT do with the other's?",
    "It answers as a listener answers: the same segment, the same state (RFC 9293 section 3.5, figure 7).",
    "The SYN,ACK that then comes in SYN_RCVD acknowledges the SYN, so the connection is open.",
  ],
  "ends at a reset in every state": [
    "Which state has no connection that could end?",
    "A reset is never answered. CLOSED and LISTEN stay as they are.",
    "In SYN_RCVD the origin counts: [passive] goes back to LISTEN, [active] to CLOSED.",
  ],
  "aborts, with a reset where one is due": [
    "Does the other side still believe in this connection?",
    "A reset is sent where the other side could still send or wait: SYN_RCVD, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT.",
    "Everywhere else the state becomes CLOSED without a segment (RFC 9293 section 3.10.5).",
  ],
  "sends again, and gives up in the end": [
    "What was the last segment of this state that nobody has acknowledged?",
    "timeout_rtx: the SYN in SYN_SENT, the SYN,ACK in SYN_RCVD, the FIN in the three states that wait for its acknowledgment.",
    "timeout_user ends every one of these states in CLOSED and sends nothing.",
  ],
  "refuses a segment that belongs to no connection": [
    "Is there anything here that this segment could acknowledge?",
    "CLOSED resets everything except a reset; LISTEN and the states of the handshake reset an acknowledgment that is wrong.",
    "A SYN carries no acknowledgment, so its reset must: RST,ACK in CLOSED. A segment without a SYN is dropped in SYN_SENT unless its acknowledgment is wrong.",
  ],
  "acknowledges a FIN that comes again": [
    "Why would the other side send its FIN a second time?",
    "Its acknowledgment was lost: send it again. Four states have received a FIN already.",
    "CLOSE_WAIT, CLOSING, LAST_ACK and TIME_WAIT stay as they are and send ACK.",
  ],
  "acknowledges data as long as the peer may send": [
    "In which states has the other side not sent its FIN?",
    "Data is acknowledged in ESTABLISHED, FIN_WAIT_1 and FIN_WAIT_2. After the FIN there can be none, and it is ignored.",
    "TIME_WAIT answers old data with ACK. A bare ACK that brings nothing new is answered by nothing.",
  ],
  "acknowledges a segment that is out of place": [
    "What could the other side learn from your acknowledgment?",
    "A SYN inside a connection, a wrong acknowledgment, bytes outside the window: the state stays, ACK is sent.",
    "SYN_RCVD does the same for rcv_syn[active] (RFC 9293 section 3.10.7.4, steps 1, 4 and 5).",
  ],
  "lets a call be refused or queued without a change": [
    "Does an error of a call change what the kernel knows of the connection?",
    "send, receive, close and open in a state that refuses them: the same state, an empty list.",
    "Let every pair that no rule changes return { state, sends: [] }; nothing needs to be thrown.",
  ],
  "closes without a segment before the handshake": [
    "Is there anybody to whom a FIN could be sent?",
    "close in LISTEN and in SYN_SENT: nobody has answered yet.",
    "Both go to CLOSED and send nothing (RFC 9293 section 3.10.4).",
  ],
  "stays where it is for a pair without a rule": [
    "What does your function do when it finds no rule?",
    "Return the state that was given and an empty list, or throw.",
    "Look the pair up first; when nothing is found, return { state, sends: [] }.",
  ],
  "numbers the three segments of a handshake": [
    "Which number does each side expect next?",
    "A SYN takes one sequence number; an acknowledgment names the next one expected.",
    "j, then k with ack j + 1, then j + 1 with ack k + 1. The first has no ack at all.",
  ],
  "counts on from the last sequence number to zero": [
    "What comes after 4294967295?",
    "Take each sum modulo 2^32. Bit operations give numbers with a sign.",
    "(isn + 1) % 2 ** 32",
  ],
  "reads a row that a little-endian machine printed": [
    "127.0.0.1 is 7f 00 00 01 on the wire. Where does 7F stand in the text?",
    "0100007F:265D is 127.0.0.1, port 0x265D. Which of the two parts is turned round?",
    "Take the address two digits at a time; on this machine the last pair is the first byte. The port is in order.",
  ],
  "reads a row that a big-endian machine printed": [
    "What did the kernel print when its own order is the order of the network?",
    "The same bytes are printed as 7F000001: no pair changes its place.",
    "Turn the four bytes round only if host is little-endian; leave the port alone either way.",
  ],
  "names every state by its code": [
    "Is 0A ten or nothing?",
    "The column st is hexadecimal; the text of the lesson lists the eleven codes.",
    "parseInt(code, 16), and a list of the eleven names from 01 on.",
  ],
  "passes over the header and blank lines": [
    "How does a row begin, and how does the header?",
    "A row begins with a number and a colon, after spaces.",
    "Keep the lines whose first column matches /^\\d+:$/.",
  ],
  "reads columns set apart by any number of spaces": [
    "What changes when a line begins with 12345: instead of 0:?",
    "Cut a line at runs of spaces, not at fixed places, and drop the spaces at both ends first.",
    "line.trim().split(/\\s+/) gives number, local end, remote end, state.",
  ],
  "keeps rows that share a port": [
    "How many sockets of a server have the listener's port?",
    "A `Map` or a `Set` with a port as its key, or `find()`.",
    "Make one row of every line, whatever rows came before it.",
  ],
  "enters LISTEN": [
    "Which call of Deno makes a listener?",
    "Deno.listen() on 127.0.0.1, port 0: the kernel chooses the port, addr tells it.",
    "Return that port, and a close() that closes the listener.",
  ],
  "enters ESTABLISHED": [
    "Who has to call what before a connection exists?",
    "A listener, and Deno.connect() to its port. Take the local port of one end.",
    "Keep all sockets you opened, so that close() can close each of them.",
  ],
  "enters CLOSE_WAIT": [
    "Which side is in CLOSE_WAIT: the one that closed, or the other?",
    "One end calls closeWrite(). The other end has received the FIN as soon as read() gives null.",
    "Return the port of the end that did not close.",
  ],
  "enters FIN_WAIT_2": [
    "What does the side that closed first wait for?",
    "One end calls closeWrite(), the other does nothing. Its kernel acknowledges, at once or some 40 ms later.",
    "Return the local port of the end that called closeWrite().",
  ],
  "enters TIME_WAIT": [
    "Which of the two sides waits?",
    "The one whose FIN was first. It must also have received the other's FIN.",
    "closeWrite() on one end, read the other to null, closeWrite() there, read the first to null: the port of the first.",
  ],
  "rejects for a state that it does not cover": [
    "What does your function do with SYN_RCVD?",
    "No call of Deno holds a socket in SYN_RCVD, and CLOSED has no row: let the promise reject.",
    "Throw before you open anything, or close what you opened.",
  ],
  "keeps a state until close()": [
    "Is the state there at the moment when the promise resolves, and what could end it later?",
    "Look for an await that is missing before the return, and for timers.",
    "Return when the last step is done. Only close() closes the sockets.",
  ],
  "holds several states, then frees every socket": [
    "Is there a variable that two calls share?",
    "Each call needs a port and sockets of its own: port 0, and a list inside the function.",
    "Collect listener, client and server of this call; its close() closes these.",
  ],
  "enters SYN_SENT, or rejects": [
    "When does a listener not answer a SYN?",
    "Deno.listen({ tcpBacklog: 0 }), one connection that nobody accepts, then a second Deno.connect() that you do not await.",
    "Give that connect a signal; close() aborts it. Catch its rejection. The port is the listener's.",
  ],
  "enters FIN_WAIT_1, or rejects": [
    "How can a FIN be kept from being acknowledged?",
    "It stands behind all bytes written before it. Write until the kernel takes no more, and let nobody read.",
    "One write() of 16 MiB is a short write and leaves nothing pending; then closeWrite().",
  ],
  "enters LAST_ACK, or rejects": [
    "Which side is in LAST_ACK, and what does it wait for?",
    "First the other side's FIN must be here; then send yours in such a way that it cannot be acknowledged.",
    "The peer calls closeWrite(); read null; write 16 MiB; closeWrite(): the port of the end that closed second.",
  ],
  "keeps the other states until close(), or rejects": [
    "What holds back the FIN, or the answer to the SYN, and for how long?",
    "Look for a reader that empties the buffers later, for an accept() that makes room, and for timers.",
    "Read nothing and accept nothing more once the state is there. Only close() closes the sockets.",
  ],
  "enters CLOSING, or rejects": [
    "Which of the two FINs has arrived in CLOSING?",
    "Fill both directions, closeWrite() on both ends: both are in FIN_WAIT_1. One FIN must now get through.",
    "Read one end to null: that end is in CLOSING.",
  ],
};
