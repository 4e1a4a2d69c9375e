/** What the workbook does not do itself: listen beyond loopback, and fork. Recorded on Linux 6.18, from Python. */
import {
  ask,
  call,
  type Events,
  type Opened,
  recorded,
  say,
  step,
} from "../../workbook/demo/kit.ts";

/** A wildcard listener beside a specific one. */
export async function* wildcard(): Events {
  yield step(4, "A wildcard listener beside a specific one");
  yield* recorded([
    ["wild: SO_REUSEPORT, bind(0.0.0.0:P), listen()", "0"],
    ["one: SO_REUSEPORT, bind(127.0.0.1:P), listen()", "0"],
  ]);
  yield ask("wildcard");
  yield* recorded([
    ["connect(127.0.0.1:P)", "one accepts"],
    ["connect(127.0.0.2:P)", "wild accepts"],
    ["close(one); connect(127.0.0.1:P)", "wild accepts"],
    ["without SO_REUSEPORT: the second bind()", "-1 EADDRINUSE"],
  ]);
  yield say(
    "The listener whose address fits exactly is preferred. The wildcard gets the rest.",
  );
}

/** One process with several ports; several processes on one port. */
export async function* processes(open: Opened): Events {
  yield step(5, "A port is not a process");
  const ports = [1, 2].map(() =>
    open.keep(Deno.listen({ hostname: "127.0.0.1", port: 0 })).addr.port
  );
  yield call("Deno.pid", String(Deno.pid));
  yield call("two listeners of this process", `ports ${ports.join(" and ")}`);
  yield* recorded([
    ["listen(s) on port P; fork(); fork()", "processes 16634 and 16636"],
  ]);
  yield ask("two-processes");
  yield* recorded([
    ["client 1: connect(P), recv()", '"16634", from the process that accepted'],
    ["client 2: connect(P), recv()", '"16636"'],
    ["socket(AF_INET, SOCK_DGRAM), bind(127.0.0.1:P)", "0: a UDP socket"],
  ]);
  yield say(
    "One process has many ports, and one port may be served by many processes. TCP and UDP have ports of their own.",
  );
}
