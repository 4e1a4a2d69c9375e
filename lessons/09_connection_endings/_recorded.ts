/** What Deno has no call for: C's calls, made from Python, recorded on Linux 6.18. */
import {
  ask,
  type Events,
  recorded,
  say,
  step,
} from "../../workbook/demo/kit.ts";

/** Two descriptors of one socket, and what Deno leaves out of send(). */
export async function* lastDescriptor(): Events {
  yield step(6, "Two descriptors, one connection");
  yield* recorded([["d = dup(c)", "a second descriptor of the same socket"]]);
  yield ask("one-of-two");
  yield* recorded([
    ["close(c)", "0; client ESTABLISHED, server ESTABLISHED"],
    ['send(d, "still")', "5; the server receives it"],
    ["close(d)", "0; client FIN_WAIT_2, server CLOSE_WAIT"],
    ["recv(server)", "0"],
  ]);
  yield say(
    "`close()` gives back one descriptor. FIN is sent with the last one, whichever end that is. Deno has no `dup()`, and calls `shutdown()` first: its `close()` ends the connection for every descriptor.",
  );
  yield step(6, "What Deno does not offer: sendmsg and urgent data");
  yield* recorded([
    ['sendmsg(c, ["he", "ad", "er"])', "6: three buffers, one call"],
    ["recv(server)", '6, "header"'],
    ['send(c, "abc", MSG_OOB)', "3"],
    ["recv(server)", '2, "ab"'],
    ["recv(server, MSG_OOB)", '1, "c"'],
  ]);
  yield say(
    "One byte is urgent, the last of the call; a plain `recv()` skips it. Deno has neither flag nor call for it.",
  );
}

/** SO_LINGER with a time of 0. */
export async function* linger(): Events {
  yield step(9, "A close that is a reset");
  yield* recorded([
    ["setsockopt(c, SOL_SOCKET, SO_LINGER, {1, 0})", "0"],
    ['send(c, "hi")', "2"],
    ["close(c)", "0; both rows are gone"],
    ["recv(server)", '2, "hi"'],
    ["recv(server)", "-1 ECONNRESET"],
    ["recv(server)", "0"],
  ]);
  yield say("With this option `close()` sends RST, and there is no TIME_WAIT.");
}
