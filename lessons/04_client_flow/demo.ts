import {
  ask,
  call,
  type Events,
  Opened,
  say,
  segments,
  step,
  unavailable,
  watchKernel,
} from "../../workbook/demo/kit.ts";
import { refusalSegments } from "../../workbook/tcp/mod.ts";
import { attempt, hasIpv6 } from "./_attempt.ts";
import { connected } from "./_connection.ts";
import { conversation } from "./_conversation.ts";
import { endings, longMessage } from "./_endings.ts";
import { fullQueue } from "./_full_queue.ts";

const hostname = "127.0.0.1";

/** Connects that fail in three ways, one that takes a second, one conversation. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();

  yield* connected(kernel);

  yield step(2, "A port where nobody listens");
  const gone = Deno.listen({ hostname, port: 0 });
  const closed = gone.addr.port;
  gone.close();
  yield await attempt({ hostname, port: closed });
  yield segments(
    { client: "client", server: `port ${closed}` },
    ...refusalSegments(),
  );
  yield say(
    "The kernel answered for the missing program with RST. RST means reset, and connect ends at once.",
  );

  yield step(3, "The right port at a wrong address");
  const listener = open.keep(
    Deno.listen({ hostname, port: 0, tcpBacklog: 0 }),
  );
  const { port } = listener.addr;
  yield call(
    `listener = Deno.listen({ hostname: "${hostname}", port: 0, tcpBacklog: 0 })`,
    `port ${port}`,
    "fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)",
    `bind(fd, ${hostname}:0)`,
    "listen(fd, 0)",
  );
  if (!hasIpv6()) {
    yield unavailable(
      "This machine has no IPv6, so there is no wrong address to dial.",
    );
  } else {
    yield ask("wrong-address");
    yield await attempt({ hostname: "::1", port });
    yield say(
      `The listener is on ${hostname}, and the client dialled ::1. An error of connect names a symptom, not its cause.`,
    );
  }

  if (Deno.build.os !== "linux") {
    yield step(4, "The right server, and its queue is full");
    yield unavailable(
      "A full accept queue that drops each SYN is shown on Linux only; the demo shows no deadline here.",
    );
    yield ask("full-queue");
    yield ask("local-port");
    yield say("On Linux the client waits in SYN_SENT, with a local port.");
    yield step(5, "A deadline");
    yield ask("lost-race");
    yield say(
      "A wait that is given up ends nothing: the connect continues, and may succeed when nobody waits for it.",
    );
  } else {
    yield* fullQueue({ kernel, listener, open });
  }
  yield* conversation(kernel);
  yield* endings(kernel);
  yield* longMessage(kernel);
}
