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
    "little-endian machine the server then listens where no client dials. With " +
    "htonl() it keeps port 0, and the kernel takes any free one. Deno's calls " +
    "take the plain number and convert it.",
};
