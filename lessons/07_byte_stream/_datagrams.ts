/** The other kind: sockets that keep the boundaries of messages. */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import {
  ask,
  call as shown,
  type Events,
  type Opened,
  recorded,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";

const HOST = "127.0.0.1";

/** A socket of datagrams, bound to a free port of loopback. */
async function bound(open: Opened): Promise<Socket> {
  const socket = createSocket("udp4");
  // Closed twice it would throw; the demo closes it once.
  open.keep({ close: () => void socket.close() });
  socket.bind(0, HOST);
  await once(socket, "listening");
  return socket;
}

/** Sends one datagram, and waits until the kernel has taken it. */
function send(from: Socket, data: Uint8Array, port: number): Promise<number> {
  return new Promise((resolve, reject) =>
    from.send(
      data,
      port,
      HOST,
      (error, n) => error ? reject(error) : resolve(n),
    )
  );
}

/** Two datagrams are two messages, and an empty one is a message, too. */
export async function* datagrams(open: Opened): Events {
  yield step(8, "A datagram socket keeps the boundaries");
  const receiver = await bound(open);
  const sender = await bound(open);
  const { port } = receiver.address();
  const received: string[] = [];
  const all = Promise.withResolvers<void>();
  receiver.on("message", (message) => {
    received.push(JSON.stringify(message.toString()));
    if (received.length === 3) all.resolve();
  });
  yield shown(
    `receiver = createSocket("udp4").bind(0, "${HOST}")`,
    `port ${port}`,
    "socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP)",
    "bind(fd, 127.0.0.1:0)",
  );
  for (const text of ["hello", "exit", ""]) {
    yield await call(
      `sender.send(${JSON.stringify(text)})`,
      () => send(sender, new TextEncoder().encode(text), port),
    );
  }
  yield ask("two-datagrams");
  await all.promise;
  yield shown(
    'receiver.on("message", received)',
    `${received.length}: ${received.join(", ")}`,
  );
  const tooLong = new Uint8Array(65_508);
  yield await call(
    `sender.send(new Uint8Array(${tooLong.length}))`,
    async () => {
      try {
        return await send(sender, tooLong, port);
      } catch (error) {
        return `fails: ${(error as { code?: string }).code}`;
      }
    },
  );
  yield say(
    "One send, one message. An empty datagram is no end of stream: there is no stream. But a datagram has a largest size, and on a network it may be lost, come twice, or overtake another.",
  );
}

/** Made with Python's socket module; Deno's buffer for a datagram holds the largest one. */
const CUT: Array<[call: string, result: string]> = [
  ['send(sender, "hello")', "5"],
  ['send(sender, "exit")', "4"],
  ["recvmsg(receiver, 3 bytes)", '3  "hel"; the flag MSG_TRUNC is set'],
  ["recv(receiver, buffer, 100)", '4  "exit": the "lo" is gone'],
];

/** A datagram that does not fit is cut, and its rest is lost. */
export async function* recordedCut(): Events {
  yield step(8, "A datagram that does not fit is cut (C, recorded)");
  yield* recorded(CUT);
  yield say(
    "A stream gives the rest with the next `read()`. A datagram socket throws it away: `recv()` gives one message, or what fits of it.",
  );
}
