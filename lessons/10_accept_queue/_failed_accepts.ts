import { once } from "node:events";
import net from "node:net";
import {
  call,
  dial,
  type Events,
  recorded,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import type { Given } from "./_given.ts";
import { ACCEPT_FAILS } from "./_recorded.ts";

/** Accepts that fail although the listener is open. */
export async function* failedAccepts(
  { kernel, open, listen }: Given,
): Events {
  yield step(9, "An accept() that fails, and the next one");
  const listener = listen(5);
  const { hostname, port } = listener.addr;
  const socket = net.connect(port, hostname);
  open.keep({ close: () => socket.destroy() });
  await once(socket, "connect");
  const gone = socket.localPort;
  socket.resetAndDestroy();
  yield call("client 1 connects, and resets", `port ${gone}`);
  const next = await dial(listener, open);
  yield call("client 2 connects", `port ${next.localAddr.port}`);
  yield* kernel(
    {
      ports: [port],
      mine: (row) => row.state === "LISTEN",
      label: () => "the listener",
    },
    ([row]) => row?.receiveQueue === 2,
  );
  const accept = async () => {
    const conn = open.keep(await listener.accept());
    return `the client with port ${conn.remoteAddr.port}`;
  };
  yield await tryCall("await listener.accept()", accept);
  yield await tryCall("await listener.accept()", accept);
  yield* recorded(ACCEPT_FAILS);
  yield say(
    "Only `BadResource` says that the listener is closed. After every other error there is a next client, and a loop that has ended never serves it.",
  );
}
