import {
  call,
  type Events,
  Opened,
  say,
  step,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint } from "../../workbook/kernel/mod.ts";
import { dialling } from "./_calls.ts";
import { askWhoAmI, startWhoAmI, structureOf } from "./_structures.ts";

/** The server and the client of the model answer. */
export async function* whoAmI(): Events {
  using open = new Opened();
  yield step(8, "The server tells each client its own address");
  const server = startWhoAmI();
  // A demo that is left early does not wait for the server's end.
  open.keep({ close: () => void server.stop() });
  const { hostname, port } = server.addr;
  yield call("server = startWhoAmI()", formatEndpoint(server.addr));
  yield call("await askWhoAmI(server.addr)", await askWhoAmI(server.addr));

  const client = open.keep(await Deno.connect({ hostname, port }));
  yield call(
    dialling(hostname, port),
    `localAddr ${formatEndpoint(client.localAddr)}`,
  );
  const structure = new Uint8Array(16);
  let got = 0;
  while (got < structure.length) {
    const n = await client.read(structure.subarray(got));
    if (n === null) break;
    got += n;
  }
  yield structureOf("another client reads", structure.subarray(0, got));
  const end = await client.read(new Uint8Array(1));
  yield call("await client.read(buffer)", end);
  await server.stop();
  yield call("await server.stop()", "resolves: every connection is closed");
  yield say(
    "The server sends what `conn.remoteAddr` says: the client's end as the server's kernel sees it. The bytes hold the port of `localAddr`.",
  );
}
