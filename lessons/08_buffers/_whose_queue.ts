import { type Events, recorded, say, step } from "../../workbook/demo/kit.ts";

/** Two descriptors of one socket, and a listener: C calls, recorded on Linux 6.18. */
const RECORDED: Array<[call: string, result: string]> = [
  ['fd2 = dup(fd); the peer sends "AB"; recv(fd, 1 byte)', '1, "A"'],
  ["recv(fd2, 1 byte)", '1, "B"'],
  ["recv(listener)", "-1 ENOTCONN"],
  ["send(listener)", "-1 EPIPE"],
];

/** A queue belongs to a socket, and a listener has none for bytes. */
export async function* whoseQueue(): Events {
  yield step(1, "Whose queue it is (C, recorded)");
  yield* recorded(RECORDED);
  yield say(
    "Two descriptors of one socket share its queues. A listener has no queue for bytes: its queue holds connections.",
  );
}
