import { once } from "node:events";
import net from "node:net";
import {
  areIn,
  ask,
  call,
  type Events,
  type Kernel,
  type Opened,
  say,
  step,
} from "../../workbook/demo/kit.ts";

const hostname = "127.0.0.1";

/** A socket that connects to the port it is bound to. */
export async function* selfConnected(kernel: Kernel, open: Opened): Events {
  yield step(6, "A socket connected to itself");
  const listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  listener.close();
  yield ask("self-connect");
  const options = { host: hostname, port, localPort: port };
  const socket = net.connect({ ...options, localAddress: hostname });
  open.keep({ close: () => void socket.destroy() });
  try {
    await once(socket, "connect");
  } catch (error) {
    return yield say(
      `The connect failed here: ${(error as Error).message}.`,
    );
  }
  yield call(
    `socket = net.connect({ port: ${port}, localPort: ${port} })   // nobody listens there`,
    `connected, local port ${socket.localPort}, remote port ${socket.remotePort}`,
    `bind(fd, 127.0.0.1:${port})`,
    `connect(fd, 127.0.0.1:${port})`,
  );
  yield* kernel(
    { ports: [port], mine: ({ state }) => state !== "LISTEN" },
    areIn("ESTABLISHED"),
  );
  socket.write("hello");
  const [echo] = await once(socket, "data");
  yield call('socket.write("hello"); the next data', JSON.stringify(`${echo}`));
  yield say(
    "One row, one socket, both ends. Its SYN was for its own endpoint: TCP takes that for a simultaneous open (RFC 9293 section 3.5). It reads what it writes.",
  );
  socket.destroy();
}
