/** The longer paragraphs of the demo. */
export const TEXT = {
  bothOrders:
    "`false` is big-endian, `true` little-endian. Both readings succeed, and " +
    "only one is what the server meant. TCP carried bytes; their meaning is " +
    "agreed between the programs. The order of a payload is the protocol's " +
    "own choice. One byte, `type`, has no order.",
  bitNumbers:
    "As C counts, bits 0 to 7 are the byte 5d; but 26 travels first. The " +
    "notes say that bits 0 to 7 travel first. They count as the RFCs do: bit " +
    "0 is the most significant one (RFC 791 appendix B). Read as in C, their " +
    "sentence describes little-endian.",
  table:
    "The kernel keeps an address in network order and prints its four bytes as " +
    "one number of the machine's own order. A port it converts first.",
  forgotten:
    "The wrong number is a port, too: a bind() without htons() succeeds. On a " +
    "little-endian machine the server then listens where no client looks for " +
    "it. With htonl() it keeps port 0, and the kernel takes any free one. Deno's " +
    "calls take the plain number and convert it.",
  signed:
    "In JavaScript `<<` gives a number with a sign. `>>> 0` reads the same 32 " +
    "bits without one.",
  cut: "A fraction is dropped, only the low 16 bits are kept, and nothing is " +
    "reported. On a little-endian machine C gives 23846 for " +
    "htons(65536 + 9821) (measured).",
  payload:
    "TCP takes the seven bytes as they are. That the high byte of `length` " +
    "comes first is a choice of this protocol. There is no gap between fields.",
  pieces:
    "The first read gave what had come, not what was asked for. The second one " +
    "asked for the rest only, behind the bytes that were there. `null` is the " +
    "end of the stream: 7 bytes came, and no more will.",
  closed:
    "The client opened the connection, and the client closed it. Its descriptor, " +
    "the number by which a program names a socket, is given back. The kernel " +
    "still waits for the server's end.",
  interrupted:
    "Without `await` the function reaches `finally` at once. The close " +
    "interrupts the read that is still waiting.",
  boundaries:
    "Two writes, and one read took all that had come. Nothing in the stream " +
    "tells where one header ends: the program must count.",
};
