/** What this demo cannot make at will, or Deno has no call for: recorded on Linux 6.18. */
import { type Events, recorded, say, step } from "../../workbook/demo/kit.ts";

/** What `ss -ltn` shows of listeners. */
export async function* largestBacklog(): Events {
  yield* recorded([
    ["listen(fd, 1000)", "0; ss shows a backlog of 1000"],
    ["listen(fd, 5000)", "0; ss shows a backlog of 4096"],
    ["listen(fd, 1000000)", "0; ss shows a backlog of 4096"],
  ]);
  yield say(
    "The largest backlog is a setting, `net.core.somaxconn`: 4096 since Linux 5.4, 128 before.",
  );
}

/** Ten clients of a listener with backlog 1, from the first SYN to the last accept(). */
const BURST: Array<[call: string, result: string]> = [
  ["10 clients send a SYN", "2 are in the accept queue, 8 in SYN_SENT"],
  ["accept()", "a place is free; 8 SYNs come again, together"],
  ["the clients' ends", "10 in ESTABLISHED"],
  ["the server's ends", "3 in ESTABLISHED, 1 in SYN_RCVD, 6 have no row"],
  ["TcpExt SyncookiesSent", "6 more than before"],
  ["accept(), three times", "the queue is empty, the 6 have no row yet"],
  ['send(one of the 6, "hi")', "2; now its row is there: ESTABLISHED"],
  ["accept()", "that client"],
];

/** Handshakes of which the server keeps nothing. */
export async function* cookies(): Events {
  yield step(4, "SYN cookies: 8 SYNs at once for one free place (recorded)");
  yield* recorded(BURST);
  yield say(
    "Six clients were told that they are connected, and the server kept nothing of them. The first byte brought the cookie back, and the kernel made the connection of it.",
  );
}

/** `accept()` without a connection, and without a free descriptor. */
export const ACCEPT_FAILS: Array<[call: string, result: string]> = [
  ["accept(fd)   // O_NONBLOCK, the queue is empty", "-1 EAGAIN, at once"],
  ["accept(fd)   // no descriptor is free", "-1 EMFILE"],
  ["accept(fd)   // again", "-1 EMFILE: the connection is still queued"],
  ["close(another); accept(fd)", "that connection"],
];
