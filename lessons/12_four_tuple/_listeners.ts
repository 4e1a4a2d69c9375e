import {
  call,
  errorText,
  type Events,
  type Opened,
  say,
  step,
  tryCall,
  unavailable,
} from "../../workbook/demo/kit.ts";

const [ONE, TWO] = ["127.0.0.1", "127.0.0.2"];

/** Two listeners on one port, each on an address of its own. */
export async function* specificListeners(open: Opened): Events {
  yield step(4, "Two listeners on one port, at two addresses");
  const first = open.keep(Deno.listen({ hostname: ONE, port: 0 }));
  const { port } = first.addr;
  yield call(
    `first = Deno.listen({ hostname: "${ONE}", port: 0 })`,
    `port ${port}`,
  );
  let second: Deno.TcpListener;
  try {
    second = open.keep(Deno.listen({ hostname: TWO, port }));
  } catch (error) {
    return yield unavailable(
      `${TWO} cannot be used here: ${errorText(error)}.`,
    );
  }
  yield call(
    `second = Deno.listen({ hostname: "${TWO}", port: ${port} })`,
    `port ${port} again, at another address`,
  );
  yield await tryCall(
    `Deno.listen({ hostname: "${ONE}", port: ${port} })`,
    () => Deno.listen({ hostname: ONE, port }),
  );
  yield await tryCall(
    `client = await Deno.connect({ hostname: "${TWO}", port: ${port} })`,
    async () => {
      open.keep(await Deno.connect({ hostname: TWO, port }));
    },
  );
  const conn = open.keep(await second.accept());
  yield await tryCall(
    "(await second.accept()).localAddr",
    () => `${conn.localAddr.hostname}:${conn.localAddr.port}`,
  );
  second.close();
  yield await tryCall(
    `second.close(); await Deno.connect({ hostname: "${TWO}", port: ${port} })`,
    () => Deno.connect({ hostname: TWO, port }),
  );
  yield say(
    `A listener waits on ${ONE}:${port}, but the SYN was for ${TWO}. For it there is no socket, and the kernel answers with RST.`,
  );
  first.close();
}
