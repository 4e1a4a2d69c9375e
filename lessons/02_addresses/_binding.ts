import { once } from "node:events";
import { connect } from "node:net";
import {
  ask,
  call,
  errorText,
  type Events,
  Opened,
  say,
  step,
  tryCall,
  unavailable,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint } from "../../workbook/kernel/mod.ts";
import { dialling, listening, mayUse } from "./_calls.ts";
import { inetStructure } from "./_structures.ts";

/** A client of 127.0.0.1 that binds its own end first. */
async function dialFrom(
  from: { port: number; localAddress: string; localPort?: number },
  open: Opened,
): Promise<void> {
  const client = connect({ host: "127.0.0.1", ...from });
  open.keep({ close: () => client.destroy() });
  await once(client, "connect");
}

/** A port of the address that nobody uses now. */
function freePort(hostname: string): number {
  using listener = Deno.listen({ hostname, port: 0 });
  return listener.addr.port;
}

/** A second loopback address: for a listener, then for a client. */
export async function* otherLoopback(): Events {
  using open = new Opened();
  yield step(6, "127.0.0.5: an address of this machine too");
  if (!await mayUse("127.0.0.5")) {
    return yield unavailable(
      "127.0.0.5 is left out: this process may not use it; add it to `--allow-net`.",
    );
  }
  let five: Deno.TcpListener;
  try {
    five = open.keep(Deno.listen({ hostname: "127.0.0.5", port: 0 }));
  } catch (error) {
    return yield unavailable(
      `127.0.0.5 is not set up here: ${errorText(error)}.`,
    );
  }
  const { port } = five.addr;
  yield call(
    listening("127.0.0.5"),
    formatEndpoint(five.addr),
    "bind(fd, &address, 16)",
  );
  yield ask("other-loopback");
  const deno = dialling("127.0.0.1", port);
  try {
    open.keep(await Deno.connect({ hostname: "127.0.0.1", port }));
    yield call(deno, "connected, but to another program's listener");
  } catch (error) {
    yield call(deno, `throws ${errorText(error)}`);
  }
  const one = open.keep(Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const from = { port: one.addr.port, localAddress: "127.0.0.5" };
  await dialFrom(from, open);
  const conn = open.keep(await one.accept());
  yield call(
    `net.connect({ host: "127.0.0.1", port: ${from.port}, localAddress: "${from.localAddress}" })`,
    `the server sees ${formatEndpoint(conn.remoteAddr)}`,
    "bind(fd, &source, 16)",
    "connect(fd, &address, 16)",
  );
  yield inetStructure(conn.remoteAddr);
  const localPort = freePort("127.0.0.5");
  const fixed =
    `net.connect({ host: "127.0.0.1", port: ${from.port}, localAddress: "${from.localAddress}", localPort: ${localPort} })`;
  yield await tryCall(fixed, async () => {
    await dialFrom({ ...from, localPort }, open);
    const { remoteAddr } = open.keep(await one.accept());
    return `the server sees ${formatEndpoint(remoteAddr)}`;
  });
  yield say(
    "`bind()` names one address of this machine. For a server it limits the destinations that it serves; for a client it chooses the source: the address alone, or the port as well. `Deno.connect()` has no option for that; `node:net` has.",
  );
}

/** An address that no interface of this machine has. */
export async function* notOurs(): Events {
  yield step(6, "An address that is not ours");
  if (!await mayUse("[::2]:0")) {
    return yield unavailable(
      "The kernel's refusal of ::2 is left out: this process may not ask for it; add `[::2]:0` to `--allow-net`.",
    );
  }
  yield ask("not-ours");
  try {
    Deno.listen({ hostname: "::2", port: 0 }).close();
    yield call(listening("::2"), "listens: somebody gave ::2 to this machine");
  } catch (error) {
    yield call(
      listening("::2"),
      `throws ${errorText(error)}`,
      "bind(fd, &address, 28) = -1 EADDRNOTAVAIL",
    );
  }
  yield say(
    "This time the kernel refused. `bind()` takes addresses of this machine only. All of 127.0.0.0/8 is loopback; of IPv6, ::1 alone is.",
  );
}
