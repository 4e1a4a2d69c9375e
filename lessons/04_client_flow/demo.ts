import type { DemoEvent } from "../../workbook/demo/events.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { handshakeSegments, refusalSegments } from "../../workbook/tcp/mod.ts";
import { conversation } from "./_conversation.ts";
import { attempt, evidence, hasIpv6 } from "./_show.ts";

const hostname = "127.0.0.1";
const questions = {
  emptyWrite: "empty-write",
  writeAfterEnd: "write-after-end",
};

/** Connects that fail in three ways, one that takes a second, one conversation. */
export async function* demo(): AsyncGenerator<DemoEvent, void, void> {
  const open: Array<{ close(): void }> = [];
  const over = new AbortController();
  const keep = <T extends { close(): void }>(socket: T): T => {
    open.push(socket);
    return socket;
  };
  try {
    yield { type: "step", title: "A port where nobody listens" };
    const gone = Deno.listen({ hostname, port: 0 });
    const closed = gone.addr.port;
    gone.close();
    yield await attempt({ hostname, port: closed });
    yield {
      type: "segments",
      client: "client",
      server: `port ${closed}`,
      segments: refusalSegments(),
    };
    yield {
      type: "say",
      text:
        "The kernel answered for the missing program with RST. RST means reset, and connect ends at once.",
    };

    yield { type: "step", title: "The right port at a wrong address" };
    const listener = keep(Deno.listen({ hostname, port: 0, tcpBacklog: 0 }));
    const { port } = listener.addr;
    yield {
      type: "call",
      deno:
        `listener = Deno.listen({ hostname: "${hostname}", port: 0, tcpBacklog: 0 })`,
      c: ["socket()", `bind(${hostname}:0)`, "listen(fd, 0)"],
      result: `port ${port}`,
    };
    if (!hasIpv6()) {
      yield {
        type: "unavailable",
        text:
          "This machine has no IPv6, so no address is left to dial wrongly.",
      };
    } else {
      yield { type: "ask", id: "wrong-address" };
      yield await attempt({ hostname: "::1", port });
      yield {
        type: "say",
        text:
          `The listener is on ${hostname}, and the client dialled ::1. An error of connect names a symptom, not its cause.`,
      };
    }

    if (Deno.build.os !== "linux") {
      yield {
        type: "unavailable",
        text:
          "A full accept queue that drops each SYN is shown on Linux only; the demo goes on with a conversation.",
      };
      const conn = keep(await Deno.connect({ hostname, port }));
      yield* conversation(conn, keep(await listener.accept()), questions);
      return;
    }

    yield { type: "step", title: "The right server, and its queue is full" };
    const first = keep(await Deno.connect({ hostname, port }));
    const to = `{ hostname: "${hostname}", port: ${port} }`;
    yield {
      type: "call",
      deno: `first = await Deno.connect(${to})`,
      result: `port ${first.localAddr.port}, and nobody has called accept()`,
    };
    yield { type: "ask", id: "full-queue" };
    yield { type: "ask", id: "local-port" };
    const began = performance.now();
    const connecting = Deno.connect({ hostname, port, signal: over.signal });
    connecting.then(keep, () => {});
    yield { type: "call", deno: `second = Deno.connect(${to})` };
    const dialling = (row: SocketRow) => row.state === "SYN_SENT";
    const shown = {
      ports: [port],
      mine: (row: SocketRow) => row.state !== "TIME_WAIT",
      name: (row: SocketRow) =>
        dialling(row)
          ? "second"
          : row.local.port === first.localAddr.port
          ? "first"
          : undefined,
    };
    yield await evidence({ ...shown, when: (rows) => rows.some(dialling) });
    yield {
      type: "say",
      text:
        "With a backlog of 0 one connection may wait for accept(). The second SYN is dropped, and nobody says so. The client is in SYN_SENT, and it has its local port already: the SYN carries it.",
    };

    yield { type: "step", title: "A deadline" };
    yield await attempt({ hostname, port }, 100);
    const one = (rows: SocketRow[]) => rows.filter(dialling).length === 1;
    yield await evidence({ ...shown, when: one });
    yield {
      type: "say",
      text:
        "At the deadline Deno closed the descriptor, and the kernel forgot the third client. The second has no deadline and waits on.",
    };

    yield { type: "step", title: "A place becomes free" };
    keep(await listener.accept());
    yield { type: "call", deno: "await listener.accept()", result: "first" };
    const conn = await connecting;
    const waited = Math.round(performance.now() - began);
    const server = keep(await listener.accept());
    yield {
      type: "call",
      deno: "await second",
      result: `port ${conn.localAddr.port}, ${waited} ms after the call`,
    };
    yield {
      type: "segments",
      client: `client ${conn.localAddr.port}`,
      server: `server ${port}`,
      segments: [
        { from: "client", label: "SYN", client: "SYN_SENT", lost: true },
        ...handshakeSegments(),
      ],
    };
    yield {
      type: "say",
      text:
        "The kernel sent the SYN again about one second after the first. Now a place was free.",
    };
    yield* conversation(conn, server, questions);
  } finally {
    over.abort();
    for (const socket of open) {
      try {
        socket.close();
      } catch {
        // The conversation has closed it.
      }
    }
  }
}
