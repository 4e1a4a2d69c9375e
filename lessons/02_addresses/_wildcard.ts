/** What the kernel chooses where a program names nothing. */
import {
  ask,
  call,
  errorText,
  type Events,
  Opened,
  recorded,
  say,
  step,
  unavailable,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint } from "../../workbook/kernel/mod.ts";
import { dialling, mayUse } from "./_calls.ts";

/** A listener without an address. */
export async function* wildcard(): Events {
  yield step(6, "No address: the wildcard");
  // Nothing here listens on more than loopback, not even where it is allowed.
  if (await mayUse("0.0.0.0:0")) {
    return yield unavailable(
      "This process may listen on every address, so the refusal is not shown; run it with `--allow-net=127.0.0.1,[::1]`.",
    );
  }
  yield ask("wildcard");
  try {
    Deno.listen({ port: 0 }).close();
  } catch (error) {
    yield call("Deno.listen({ port: 0 })", `throws ${errorText(error)}`);
  }
  yield say(
    "An address left out is 0.0.0.0: all IPv4 addresses of this machine, those that other machines reach included. The permission names 127.0.0.1 and ::1 only, so the mistake ends here and opens no door. The kernel was not asked.",
  );
}

/** A client and a server that do not bind. */
export async function* nobodyBound(): Events {
  using open = new Opened();
  yield step(6, "No bind() at all");
  const hostname = "127.0.0.1";
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  const client = open.keep(await Deno.connect({ hostname, port }));
  yield call(
    dialling(hostname, port),
    `localAddr ${formatEndpoint(client.localAddr)}: nobody bound it`,
    "socket(AF_INET, SOCK_STREAM, 0)",
    "connect(fd, &address, 16)",
  );
  yield* recorded([
    ["listen(fd, 5)", "0: nobody bound it"],
    ["getsockname(fd, &address, &length)", "0.0.0.0:45053"],
  ]);
  yield say(
    "The kernel chose: for the client a source address and a free port, for the server the wildcard and a free port.",
  );
}
