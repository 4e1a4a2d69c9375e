import { once } from "node:events";
import net from "node:net";
import type { DemoEvent } from "../../workbook/demo/events.ts";
import { kernelView } from "../../workbook/kernel/mod.ts";
import { fourWayClose, handshakeSegments } from "../../workbook/tcp/mod.ts";
import { ask, call, drain, fill, kernelShows, say, step } from "./_events.ts";

const hostname = "127.0.0.1";

/** Leads real connections through the states; after each call the kernel is asked. */
export async function* demo(): AsyncGenerator<DemoEvent, void, void> {
  const open = new Set<{ close(): void }>();
  const keep = <T extends { close(): void }>(socket: T): T => {
    open.add(socket);
    return socket;
  };
  const release = (...sockets: Array<{ close(): void }>) => {
    for (const socket of sockets) if (open.delete(socket)) socket.close();
  };
  const view = await kernelView();
  try {
    if (!view.available) {
      const text = `${view.reason}. The calls are made, no row is shown`;
      yield { type: "unavailable", text };
    }
    yield step("LISTEN, and an accept queue with room for one connection");
    const listener = keep(Deno.listen({ hostname, port: 0, tcpBacklog: 0 }));
    const server = listener.addr.port;
    const dial = `Deno.connect({ hostname: "${hostname}", port: ${server} })`;
    yield call(
      `Deno.listen({ hostname: "${hostname}", port: 0, tcpBacklog: 0 })`,
      "socket()  bind()  listen(fd, 0)",
      `port ${server}`,
    );
    yield* kernelShows(view, { server }, "LISTEN");
    yield say("Before that it was CLOSED: a state without a row.");

    yield step("ESTABLISHED at both ends, although nobody called accept()");
    const a = keep(await Deno.connect({ hostname, port: server }));
    const first = { client: a.localAddr.port, server };
    yield call(`await ${dial}`, "socket()  connect()", `port ${first.client}`);
    const names = {
      client: `client ${first.client}`,
      server: `server ${server}`,
    };
    yield { type: "segments", ...names, segments: handshakeSegments() };
    yield* kernelShows(view, first, "ESTABLISHED", "ESTABLISHED");
    yield say("SYN_RCVD was over before the table could be read.");

    yield step("SYN_SENT: the queue is full, so the next SYN is dropped");
    yield ask("queue-full");
    const giveUp = new AbortController();
    keep({ close: () => giveUp.abort() });
    const { signal } = giveUp;
    const dialled = Deno.connect({ hostname, port: server, signal }).then(
      (conn) => `port ${keep(conn).localAddr.port}`,
      (error) => `${error.name}: ${error.message}`,
    );
    yield call(
      `Deno.connect({ hostname: "${hostname}", port: ${server}, signal })`,
      "socket()  connect()",
    );
    const both = ["ESTABLISHED", "ESTABLISHED"] as const;
    yield* kernelShows(view, { server }, "LISTEN", ...both, "SYN_SENT");
    giveUp.abort();
    yield call("giveUp.abort()", "close()", await dialled);
    yield* kernelShows(view, { server }, "LISTEN", ...both);
    yield say(
      "Its row is gone: SYN_SENT is left without a segment, straight to CLOSED.",
    );

    yield step("FIN_WAIT_2 and CLOSE_WAIT: one side has finished");
    const b = keep(await listener.accept());
    yield ask("first-fin");
    await a.closeWrite();
    yield call("await client.closeWrite()", "shutdown(fd, SHUT_WR)");
    const segments = fourWayClose().slice(0, 2);
    yield { type: "segments", ...names, segments };
    yield* kernelShows(view, first, "FIN_WAIT_2", "CLOSE_WAIT");

    yield step("LAST_ACK: the other side finishes, behind unread bytes");
    yield call(
      "await server.write(new Uint8Array(2 ** 24))",
      "send()",
      `${await fill(b)}`,
    );
    await b.closeWrite();
    yield call("await server.closeWrite()", "shutdown(fd, SHUT_WR)");
    yield* kernelShows(view, first, "FIN_WAIT_2", "LAST_ACK");
    yield say("Its FIN waits behind those bytes, and with it the last ACK.");

    yield step("TIME_WAIT: who keeps a row when everything is read");
    yield call("the client reads to the end", "recv()", await drain(a));
    yield ask("who-waits");
    release(a, b);
    yield call("client.close(); server.close()", "close()  close()");
    yield* kernelShows(view, first, "TIME_WAIT");
    yield say("No program holds this row. A timer ends it, not a segment.");

    yield step("FIN_WAIT_1: a FIN that cannot leave yet");
    const c = keep(await Deno.connect({ hostname, port: server }));
    const d = keep(await listener.accept());
    const second = { client: c.localAddr.port, server };
    yield call(
      "await client.write(new Uint8Array(2 ** 24))",
      "send()",
      `${await fill(c)}`,
    );
    await c.closeWrite();
    yield call("await client.closeWrite()", "shutdown(fd, SHUT_WR)");
    yield* kernelShows(view, second, "FIN_WAIT_1", "ESTABLISHED");

    yield step("CLOSING: the other side finishes before it has read");
    yield call(
      "await server.write(new Uint8Array(2 ** 24))",
      "send()",
      `${await fill(d)}`,
    );
    await d.closeWrite();
    yield call("await server.closeWrite()", "shutdown(fd, SHUT_WR)");
    yield* kernelShows(view, second, "FIN_WAIT_1", "FIN_WAIT_1");
    yield ask("crossing-fins");
    await drain(c);
    yield call("the client reads to the end", "recv()");
    yield* kernelShows(view, second, "CLOSING", "FIN_WAIT_2");
    yield call("the server reads to the end", "recv()", await drain(d));
    yield* kernelShows(view, second, "TIME_WAIT", "TIME_WAIT");
    yield say("Each side closed before it had the other's FIN: both wait.");

    yield step("No listener at all: one socket dials itself");
    const free = Deno.listen({ hostname, port: 0 });
    const own = free.addr.port;
    free.close();
    yield ask("no-listener");
    const from = { localAddress: hostname, localPort: own };
    const to = { host: hostname, port: own, ...from };
    const socket = net.connect(to);
    keep({ close: () => socket.destroy() });
    await once(socket, "connect");
    yield call(
      `net.connect(${Deno.inspect(to, { breakLength: 200 })})`,
      "bind()  connect()",
      "connected",
    );
    yield* kernelShows(view, { client: own, server: own }, "ESTABLISHED");
    yield say(
      "Its SYN met its own SYN, a simultaneous open: SYN_SENT, SYN_RCVD, ESTABLISHED, and no LISTEN.",
    );
  } finally {
    release(...open);
  }
}
