import type { Guide } from "../../workbook/guide.ts";

export const guide: Guide = {
  questions: [
    {
      id: "old-spelling",
      question: "A URL names the host 010.0.0.1. Which address is that?",
      options: [
        "10.0.0.1",
        "8.0.0.1",
        "none: the URL is refused",
      ],
      right: 1,
      why:
        "URLs are read as inet_addr() reads: a leading zero means base 8, so 010 is eight. inet_pton() refuses such a text.",
      about: "E14",
    },
    {
      id: "mapped",
      question:
        "A client connects to 127.0.0.1 and reaches an IPv6 socket. Which address does the server see?",
      options: ["127.0.0.1", "::1", "::ffff:127.0.0.1"],
      right: 2,
      why:
        "The structure of an IPv6 socket holds 16 address bytes, so the kernel writes the IPv4 address as an IPv4-mapped one.",
      about: "E7",
    },
    {
      id: "other-loopback",
      question:
        "A listener is bound to 127.0.0.5. A client connects to the same port of 127.0.0.1. What happens?",
      options: [
        "It connects: all of 127.0.0.0/8 is this machine",
        "It is refused: nobody listens on 127.0.0.1 with this port",
        "It waits until the listener accepts",
      ],
      right: 1,
      why:
        "A listener that is bound to one address serves that address only. No conversion to the wildcard takes place.",
      about: "E16",
    },
    {
      id: "not-ours",
      question: "Who refuses a bind to ::2, if the permission allows it?",
      options: [
        "Deno: ::2 is not loopback",
        "The kernel: ::2 is no address of this machine",
        "Nobody: it is loopback, as 127.0.0.5 is",
      ],
      right: 1,
      why:
        "AddrNotAvailable is the kernel's EADDRNOTAVAIL. IPv6 has one loopback address, ::1, where IPv4 has 127.0.0.0/8.",
      about: "objective D5",
    },
    {
      id: "wildcard",
      question:
        "`Deno.listen({ port: 0 })` names no address. What does it ask for?",
      options: [
        "127.0.0.1, the loopback address",
        "0.0.0.0, every IPv4 address of this machine",
        "the address of the first network card",
      ],
      right: 1,
      why:
        "The refusal names 0.0.0.0: without a host name the wildcard is meant, and a permission for 127.0.0.1 does not cover it.",
      about: "misconception 18",
    },
    {
      id: "same-port",
      question:
        "A TCP listener holds a port. Can a UDP socket bind the same address and port?",
      options: ["Yes", "No, the port is in use", "Only with SO_REUSEADDR"],
      right: 0,
      why:
        "Each protocol has its own 65536 ports. A port number without its protocol names nothing.",
      about: "E5",
    },
  ],
  hints: {
    "reads four numbers as four bytes": [
      "Into how many parts do the dots cut the text, and what is each part?",
      'Look at `text.split(".")` and at `Uint8Array.from(parts, Number)`.',
      "Split at the dots, test that there are four numbers, and put each into its byte, the first one first.",
    ],
    "refuses a number above 255": [
      "What is left of 256 in one byte?",
      "Compare each number with 255 before it goes into the array.",
      "Return `null` as soon as one of the numbers is larger than 255.",
    ],
    "refuses fewer or more than four numbers": [
      'What does `Number("")` give, and how many parts does `1.2.3` have?',
      "Look at the number of parts and at empty parts.",
      "Accept exactly four parts, each with at least one digit; anything else is `null`.",
    ],
    "refuses a leading zero": [
      "Is 010 ten or eight? Two functions of the C library disagree.",
      "Test the text of each part, not its value.",
      "A part is `0`, or it begins with a digit from 1 to 9 and goes on with digits.",
    ],
    "refuses other characters in four numbers": [
      "Which texts do `Number()` and `parseInt()` forgive?",
      "Test each part with a regular expression that begins with `^` and ends with `$`.",
      "Allow the digits 0 to 9 only, before you convert.",
    ],
    "reads eight groups as sixteen bytes": [
      "How many bits does a group of four hexadecimal digits have?",
      "Look at `parseInt(part, 16)` and at the two halves of its value.",
      "Each group gives two bytes: the value shifted right by 8, then its low 8 bits.",
    ],
    "reads :: as the groups that are missing": [
      "Which groups are known when you have read what stands on both sides of `::`?",
      "Split at `::` first, then each side at `:`.",
      "Put the left side at the beginning and the right side at the end of 16 zero bytes.",
    ],
    "reads :: that stands for one group": [
      "How many groups may stand beside a `::`?",
      "Look at your comparison of 8 with the groups that are there.",
      "With `::` there are at most seven groups, without it there are exactly eight.",
    ],
    "reads an IPv4 address at the end": [
      "How many bytes are the four numbers, and how many groups is that?",
      "Give the last part to `parseIpv4()` when it holds a dot.",
      "Add the four bytes in the place of two groups, and count them as two.",
    ],
    "refuses a second ::": [
      "Could two gaps be filled in one way only?",
      'How many parts does `text.split("::")` give?',
      "More than two parts mean more than one `::`: return `null`.",
    ],
    "refuses a colon too many": [
      "Which part is empty in `1:::2`, in `1:` and in `:1`?",
      "An empty part is allowed beside a `::` only; do not filter it out.",
      "After the split at `::`, a side is empty as a whole, or has no empty part.",
    ],
    "refuses too few or too many groups": [
      "How many groups does an address without `::` have?",
      "Count, and let an IPv4 address at the end count as two.",
      "Without `::` the bytes must be 16 exactly, with it at most 14.",
    ],
    "refuses :: where no group is missing": [
      "What would `::` stand for beside eight groups?",
      "Look at your comparison for a text with `::`.",
      "With `::` at least one group must be missing.",
    ],
    "refuses a group that is no hexadecimal number of 1 to 4 digits": [
      'What does `parseInt("12g", 16)` give?',
      "Test each group's text before you convert it.",
      "A group is one to four of the characters 0-9, a-f and A-F, and nothing else.",
    ],
    "refuses a wrong IPv4 address, or one that is not at the end": [
      "Where may the dots stand, and which rules hold for them?",
      "Only the last part of the whole text may go to `parseIpv4()`.",
      "A dotted part before `::` is wrong too, and so is one that `parseIpv4()` refuses.",
    ],
    "refuses zone, brackets, prefix length and white space": [
      "Which of these does a URL, a command or a person add to an address?",
      "Remove nothing from the text before you read it.",
      "Characters other than digits, colons and dots make the text something else: `null`.",
    ],
    "reads an address in every spelling": [
      "In how many ways can the same 16 bytes be written?",
      "Try the spelling of the message by hand, one group after the other.",
      "Padded, upper case, any one run shortened, IPv4 at the end: all are legal at once.",
    ],
    "writes groups in lower case without leading zeros": [
      "How is one group written, with how many digits at least?",
      "Look at `(high << 8 | low).toString(16)`.",
      "Eight groups, each its number in hexadecimal, joined by colons.",
    ],
    "writes :: for a run of zero groups": [
      "What stands left of the run, what right of it, and what if one is empty?",
      "Work with the list of groups, not with the text.",
      "Join the groups before the run, join those after it, and put `::` between the two texts.",
    ],
    "writes :: for the longest run": [
      "Which run saves most?",
      "Go through all runs and keep start and length of the best.",
      "Replace the best only when a run is longer than it.",
    ],
    "writes :: for the first of two equal runs": [
      "Which of two equal runs does RFC 5952 section 4.2.3 choose?",
      "Look at `>` or `>=` in your comparison of lengths.",
      "A later run of the same length must not replace the first.",
    ],
    "writes a single zero group as 0": [
      "Is `::` shorter than `:0:`?",
      "What is the length of the shortest run that you shorten?",
      "Begin with a best length of one: only a longer run is shortened.",
    ],
    "writes an IPv4-mapped address with dots": [
      "Which 12 bytes does every IPv4-mapped address begin with?",
      "Look at the bytes 0 to 9, then at 10 and 11.",
      "Ten zero bytes and two of 255: write `::ffff:` and the last four bytes with dots.",
    ],
    "writes dots for no other address": [
      "Which of the first 12 bytes did you look at?",
      "Test all of them, not group 6 alone.",
      "Ten bytes are zero and two are 255; in every other case write groups.",
    ],
    "writes random addresses, and leaves their bytes alone": [
      "Which rule does the address in the message need?",
      "Look at statements that change their argument: `reverse()`, `sort()`, `set()`.",
      "Compare your text with the expected one group by group; copy what you want to change.",
    ],
    "writes an address that lies inside a larger buffer": [
      "Where in its buffer does a `Uint8Array` begin?",
      "Look at `new DataView(address.buffer)`.",
      "Pass `address.byteOffset` as the second argument, or use the array's own indices.",
    ],
    "lays out an IPv4 endpoint in 16 bytes": [
      "How many bytes does each field have, and in which order are they?",
      "Look at `DataView.setUint16()` and its third argument.",
      "Family at 0, port at 2 in network order, address at 4, and 8 zero bytes.",
    ],
    "lays out an IPv6 endpoint in 28 bytes": [
      "What stands between the port and the address, and what after the address?",
      "Look at the table of sockaddr_in6 in the lesson.",
      "Family at 0, port at 2, four zeros, address at 8, four zeros.",
    ],
    "lays out an IPv4-mapped address as the IPv6 address it is": [
      "How many address bytes does the text stand for?",
      "Which of your parsers reads it?",
      "What `parseIpv6()` reads is family 10, without an exception.",
    ],
    "lays out each endpoint in bytes of its own": [
      "What happens to a structure when the next one is made?",
      "Look at where `new Uint8Array()` stands: inside or outside of the function.",
      "Make a new array in each call; `inet_ntoa()` is the warning.",
    ],
    "writes only the family in the order of the host": [
      "Which fields does another machine read, which the kernel of this one only?",
      "Where do you use `host`?",
      "`host` decides the two bytes of the family; every other number is in network order.",
    ],
    "refuses a port outside 0 to 65535": [
      "What does `setUint16()` store for 65536?",
      "Test the port before you write it.",
      "Throw a `RangeError` whose message holds the port and 65535.",
    ],
    "refuses a host that is no numeric address": [
      "What do you have when both parsers return `null`?",
      "Throw before the structure is made.",
      "Throw a `TypeError` whose message holds the host as it was given.",
    ],
    "reads the endpoint in a structure of 16 bytes": [
      "At which offsets do port and address stand?",
      "Look at `DataView.getUint16()`: which order for the family, which for the port?",
      "Family 2 in `host` order, port at 2 in network order, the address is bytes 4 to 7.",
    ],
    "reads the endpoint in a structure of 28 bytes": [
      "Where does the address begin?",
      "Skip four bytes of flow information.",
      "Port at 2, address from 8 to 23, written by `formatIpv6()`.",
    ],
    "reads an IPv4-mapped address": [
      "What does your `formatIpv6()` write for it?",
      "Family 10 has its address at 8, whatever the address is.",
      "Give bytes 8 to 23 to `formatIpv6()`.",
    ],
    "gives null for another family": [
      "Which number are the two bytes 02 00 on each kind of host?",
      "Read both bytes as one number in `host` order.",
      "If that number is neither 2 nor 10, return `null`.",
    ],
    "gives null when bytes are missing": [
      "How many bytes does each family need?",
      "Compare `bytes.length` before you read a field.",
      "Below 2 there is no family; 2 needs 16 bytes, 10 needs 28.",
    ],
    "reads a structure that lies inside a larger buffer": [
      "Where in its buffer does a `Uint8Array` begin?",
      "Look at `new DataView(bytes.buffer)`.",
      "Pass `bytes.byteOffset` and `bytes.length` too.",
    ],
    "reads a structure with other bytes behind it": [
      "How many bytes does `accept()` offer the kernel, and how many does an IPv4 address take?",
      "Look for `===` in a comparison with 16 or with 28.",
      "The family tells which length is needed; more bytes than that are enough, too.",
    ],
    "reads back what it laid out": [
      "Which of the two functions puts a field elsewhere?",
      "Print the bytes of `encodeSockaddr()` and read them by hand.",
      "Use the same offset and the same order for a field in both functions.",
    ],
    "tells endpoints apart by address and by port": [
      "Which two things make an endpoint?",
      "Compare the fields, not the objects.",
      "Ports equal and addresses equal: both are needed.",
    ],
    "compares addresses, not spellings": [
      "What do all spellings of an address have in common?",
      "Parse both host names before you compare.",
      "Compare the bytes, or a text that you wrote yourself from the bytes.",
    ],
    "takes an IPv4-mapped address for its IPv4 address": [
      "How do 4 bytes become 16, or 16 become 4?",
      "Look at the first 12 bytes of an IPv4-mapped address.",
      "Bring both addresses to one family, then compare.",
    ],
    "takes no other IPv6 address for an IPv4 one": [
      "Which bytes of the IPv6 address did you not look at?",
      "`::127.0.0.1` is not IPv4-mapped: its bytes 10 and 11 are zero.",
      "Only ten zero bytes and two of 255 before the last four make it an IPv4 address.",
    ],
    "tells a client its own address": [
      "Which of `conn.localAddr` and `conn.remoteAddr` is the client?",
      "Look at `encodeSockaddr()` and `conn.write()`.",
      "Listen on 127.0.0.1, accept, write the 16 bytes of the remote address, close; `stop()` closes the listener.",
    ],
    "tells a client of any address and port": [
      "Which fields of the client's endpoint do you send?",
      "A client need not be on 127.0.0.1: the address is in `conn.remoteAddr`, too.",
      "Give `conn.remoteAddr` to `encodeSockaddr()`, with both of its fields.",
    ],
    "closes the connection by itself, in both directions": [
      "Does your server still hold the connection after the write?",
      "`closeWrite()` ends one direction; which call gives the connection back?",
      "Call `conn.close()` after the write, in a `finally`.",
    ],
    "tells one client after the other": [
      "What does your server do after its first client?",
      "Look at the loop around `accept()`, and at values kept outside of it.",
      "Accept again and again, and make the structure anew for each connection.",
    ],
    "tells fifty clients at once, each its own": [
      "Which variables do two connections share?",
      "Keep all that belongs to one connection inside one function call.",
      "Call that function for each connection, without waiting for it in the accept loop.",
    ],
    "tells a client that comes an hour later": [
      "What ends your server: a moment, or a call?",
      "Look for timers, and for a condition of the accept loop that holds the time.",
      "Only `stop()` closes the listener. Nothing else ends the loop.",
    ],
    "runs beside another of its kind": [
      "Which port do two of your servers get?",
      "Look at the options of `Deno.listen()` and at variables outside of the function.",
      "Ask for port 0, and keep listener and flags inside `startWhoAmI()`.",
    ],
    "tells all 16 bytes when a write takes only a part": [
      "How many bytes did the first `write()` take?",
      "`conn.write()` resolves with a number; look at what your code does with it.",
      "Write in a loop: go on with `subarray()` at the first byte that was not taken.",
    ],
    "goes on after clients that reset before accept()": [
      "What does `accept()` do when the connection in the queue is gone already?",
      "It rejects with NotConnected; a `for await` over the listener throws the same error.",
      "Catch the error of each `accept()`, and leave the loop only when `stop()` was called.",
    ],
    "goes on after a client that resets after accept()": [
      "What does `write()` do on a connection that was reset?",
      "Who catches its error, and is the connection closed on that path?",
      "Put the write into `try`, the close into `finally`, and let no error leave the function.",
    ],
    "goes on after clients that reset at any time": [
      "Which promise of yours can reject with nobody to catch it?",
      "Look at `accept()` and at `write()`.",
      "Catch both where they happen; one client's end is not the server's.",
    ],
    "stops while it waits for a client": [
      "What does a pending `accept()` do when the listener closes?",
      "It rejects: who catches that, and what does `stop()` wait for?",
      "Close the listener, let the loop end, and wait for the loop.",
    ],
    "stops twice, also at once": [
      "What does `listener.close()` do the second time?",
      "Remember that `stop()` was called.",
      "Close the listener at the first call only, and return the same promise each time.",
    ],
    "frees its port": [
      "Who still holds the listener after `stop()`?",
      "Look at `listener.close()`.",
      "Close the listener in `stop()`, before anything is awaited.",
    ],
    "has closed everything when stop() resolves": [
      "Which clients are being told at the moment of `stop()`?",
      "Collect the promises of all connections.",
      "Wait for the accept loop, then for every connection that it started.",
    ],
    "asks a server and reads its answer": [
      "What tells you how long the answer is?",
      "Read until `decodeSockaddr()` has enough, or until the end of stream.",
      "Decode the bytes that came, as a little-endian host has them, and close in a `finally`.",
    ],
    "reads an answer of 28 bytes over IPv4": [
      "An IPv6 socket can serve IPv4 clients. Which structure does such a server send?",
      "Look at what decides how many bytes you wait for.",
      "The first two bytes of the answer are its family: 2 needs 16 bytes, 10 needs 28. The address of the server does not matter.",
    ],
    "asks over IPv6": [
      "How long is the answer of a server on ::1?",
      "Which host name does `Deno.connect()` get, and how large is your buffer?",
      "Pass the host name on, and make room for 28 bytes.",
    ],
    "asks the server that it is given": [
      "Which address does the caller name, and to which one do you connect?",
      "Look at what `Deno.connect()` gets, and at the endpoint that you return.",
      "Pass `hostname` and `port` of `server`; return what `decodeSockaddr()` gives.",
    ],
    "joins an answer that comes byte by byte": [
      "How many bytes does one `read()` promise?",
      "Look at what `read()` returns, and where the next bytes go.",
      "Read in a loop into `buffer.subarray(length)`, and add to `length`.",
    ],
    "joins an answer of 16 bytes that comes in pieces": [
      "What is in your buffer after the first piece?",
      "Does the second piece go behind the first one?",
      "Go on reading until the structure is complete.",
    ],
    "joins an answer of 28 bytes that comes in pieces": [
      "After 16 bytes, is this answer complete?",
      "Which function knows how many bytes the family needs?",
      "Go on until `decodeSockaddr()` gives an endpoint, or the stream ends.",
    ],
    "gives null when the server closes without a word": [
      "What does `read()` return at the end of stream?",
      "Test for `null` before you add.",
      "At the end of stream close the connection and return `null`.",
    ],
    "gives null when the server closes too early": [
      "Which of the bytes in your buffer did the server send?",
      "Decode `buffer.subarray(0, length)`, not the whole buffer.",
      "If the structure is not complete at the end of stream, return `null`.",
    ],
    "gives null for bytes that are no socket address": [
      "What does `decodeSockaddr()` say about these bytes?",
      "Does your loop end when the stream does?",
      "Pass its `null` on when the server has closed.",
    ],
    "waits for a server that says nothing yet": [
      "What is the difference between nothing yet and nothing any more?",
      "Only the end of stream ends your loop early.",
      "Await `read()`; silence is no answer.",
    ],
    "leaves nothing open after a reset or a refusal": [
      "Which line is reached when `read()` rejects?",
      "Look at `try` and `finally`, or at `using`.",
      "Close the connection on every way out.",
    ],
    "asks its own server": [
      "Do both functions work, each by itself?",
      "Look at what is shared by calls that run at the same time.",
      "Each call has its own connection and its own buffer.",
    ],
  },
};
