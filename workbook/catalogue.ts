import { defineLesson, type Lesson, type LessonRow } from "./lesson.ts";

const ROWS: readonly LessonRow[] = [
  {
    number: 1,
    stem: "01_byte_order",
    title: "Byte order",
    theme: "byte order",
  },
  {
    number: 2,
    stem: "02_addresses",
    title: "Addresses and kinds of sockets",
    theme: "addresses",
    demoNet: ["127.0.0.5", "[::2]:0", "unix:.handshake/lesson2.sock"],
  },
  {
    number: 3,
    stem: "03_server_flow",
    title: "The server flow",
    theme: "server flow",
    // Its protocol answers chunks: cut in bytes, a message is many of them.
    notOn: ["byteByByte", "slowReader", "stalling"],
  },
  {
    number: 4,
    stem: "04_client_flow",
    title: "The client flow",
    theme: "client flow",
  },
  {
    number: 5,
    stem: "05_state_transitions",
    title: "State transitions",
    theme: "state transitions",
    // Its recipes fill the buffers with one write.
    notOn: ["byteByByte", "stalling"],
  },
  {
    number: 6,
    stem: "06_half_close",
    title: "Half-close",
    theme: "half-close",
  },
  {
    number: 7,
    stem: "07_byte_stream",
    title: "A stream has no messages",
    theme: "server flow, client flow",
  },
  {
    number: 8,
    stem: "08_buffers",
    title: "Buffers, short writes, back-pressure",
    theme: "client flow",
  },
  {
    number: 9,
    stem: "09_connection_endings",
    title: "How connections end",
    theme: "half-close",
  },
  {
    number: 10,
    stem: "10_accept_queue",
    title: "The accept queue and many clients",
    theme: "server flow",
  },
  {
    number: 11,
    stem: "11_time_wait",
    title: "TIME_WAIT and reusing a port",
    theme: "state transitions",
    // Its protocol answers chunks, as that of lesson 3 does.
    notOn: ["byteByByte", "slowReader", "stalling"],
  },
  {
    number: 12,
    stem: "12_four_tuple",
    title: "Whose segment is this?",
    theme: "addresses",
    demoNet: ["127.0.0.2"],
  },
  {
    number: 13,
    stem: "13_on_the_wire",
    title: "On the wire",
    theme: "byte order, state transitions",
  },
  {
    number: 14,
    stem: "14_silence",
    title: "Silence: timeouts and heartbeats",
    theme: "client flow",
  },
  {
    number: 15,
    stem: "15_web_server",
    title: "Capstone: a web server on bare sockets",
    theme: "server flow, half-close",
  },
];

/** The one table of lessons, in order. A new lesson is its files and a row here. */
export const LESSONS: readonly Lesson[] = ROWS.map(defineLesson);
