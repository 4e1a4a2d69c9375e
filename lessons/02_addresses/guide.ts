import type { Guide } from "../../workbook/guide.ts";
import { TEXTS } from "./_hints_texts.ts";
import { STRUCTURES } from "./_hints_structures.ts";
import { WHO_AM_I } from "./_hints_who_am_i.ts";

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
        "it connects: all of 127.0.0.0/8 is this machine",
        "it is refused: nobody listens on 127.0.0.1 with this port",
        "it waits until the listener accepts",
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
        "the kernel: ::2 is no address of this machine",
        "nobody: it is loopback, as 127.0.0.5 is",
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
      options: ["yes", "no, the port is in use", "only with SO_REUSEADDR"],
      right: 0,
      why:
        "Each protocol has its own 65536 ports. A port number without its protocol names nothing.",
      about: "E5",
    },
  ],
  hints: { ...TEXTS, ...STRUCTURES, ...WHO_AM_I },
};
