import type { Guide } from "../../workbook/guide.ts";
import { REQUESTS } from "./_hints_requests.ts";
import { ANSWERS } from "./_hints_answers.ts";

/** The predictions and the hints of this lesson. */
export const guide: Guide = {
  questions: [
    {
      id: "head-complete",
      question:
        "A head comes in three chunks, cut inside the last line end. After which chunk is it complete?",
      options: [
        "the first: the first line is there",
        "the second: all headers are there",
        "the third: the empty line is there",
      ],
      right: 2,
      why: "Only the empty line says that no header follows.",
      about: "RFC 9112 section 2.1",
    },
    {
      id: "broken-heads",
      question:
        "Five heads: a blank before the colon, a folded line, a CR in a value, a NUL in a value, two spaces. How many does the parser refuse?",
      options: ["all five", "four", "two"],
      right: 0,
      why: "Each could be read in another way by another program.",
      about: "RFC 9112 sections 2.2, 3, 5.1, 5.2",
    },
    {
      id: "length-of-text",
      question:
        'The body is the text "héllo 半🙂", 8 characters. What is Content-Length?',
      options: ["8", "9", "14"],
      right: 2,
      why: "é has 2 bytes in UTF-8, 半 has 3, the face has 4.",
      about: "RFC 9110 section 8.6",
    },
    {
      id: "what-number-takes",
      question:
        'Which of these does Number() turn into a whole number: "+5", "0x5", "5e0", ""?',
      options: ["all four", '"+5" only', "none"],
      right: 0,
      why: "So a length is tested as text first: digits and nothing else.",
      about: "RFC 9112 section 6.3",
    },
    {
      id: "refused-upload",
      question:
        "A client sends 8 MB. The server answers 413, and closes at once without reading them. What does the client see?",
      options: [
        "the answer, and that its 8 MB are sent",
        "its write fails",
        "it waits for ever",
      ],
      right: 1,
      why: "Bytes that meet a closed socket are answered with RST.",
      about: "E57",
    },
    {
      id: "trickle",
      question:
        "A client sends a byte every 20 ms, 15 times. A timer of 50 ms begins anew with each read. When does it ring?",
      options: ["after 50 ms", "not while bytes come", "after 15 times 50 ms"],
      right: 1,
      why: "Each byte comes before the timer rings, and begins it anew.",
      about: "RFC 9110 section 15.5.9",
    },
  ],
  hints: { ...REQUESTS, ...ANSWERS },
};
