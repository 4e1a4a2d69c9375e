import type { DemoEvent } from "../../workbook/demo/events.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { dataSegment } from "../../workbook/tcp/mod.ts";
import { evidence, outcome } from "./_show.ts";

/**
 * One message and its reply, an empty message, and a server that goes away.
 *
 * @param conn The client's end.
 * @param server The server's end; it is closed here.
 * @param ids The questions that are asked.
 */
export async function* conversation(
  conn: Deno.TcpConn,
  server: Deno.TcpConn,
  ids: { emptyWrite: string; writeAfterEnd: string },
): AsyncGenerator<DemoEvent, void, void> {
  const buffer = new Uint8Array(1024);
  const [hello, reply] = ["hello", "OK!!!"].map((text) =>
    new TextEncoder().encode(text)
  );
  const clientPort = conn.localAddr.port;
  const serverPort = server.localAddr.port;
  const ofClient = (row: SocketRow) => row.local.port === clientPort;
  const shown = {
    ports: [clientPort],
    mine: ({ local, remote }: SocketRow) =>
      local.port + remote.port === clientPort + serverPort,
    name: (row: SocketRow) => ofClient(row) ? "client" : "server side",
  };

  yield { type: "step", title: "One message, one reply" };
  const sent = await conn.write(hello);
  yield { type: "bytes", title: "the client sends", bytes: hello };
  const length = await server.read(buffer);
  await server.write(reply);
  const n = await conn.read(buffer) ?? 0;
  yield {
    type: "bytes",
    title: `the server read ${length} bytes and answers`,
    bytes: buffer.slice(0, n),
  };
  yield {
    type: "segments",
    client: `client ${clientPort}`,
    server: `server ${serverPort}`,
    segments: [
      dataSegment("client", sent),
      dataSegment("server", n),
    ],
  };
  yield {
    type: "say",
    text:
      "Nothing stands between two replies: no line feed, no length. The client knows only that a reply has 5 bytes, so it counts them.",
  };

  yield { type: "step", title: "An empty message" };
  yield { type: "ask", id: ids.emptyWrite };
  const none = await conn.write(new Uint8Array(0));
  yield {
    type: "call",
    deno: "await client.write(new Uint8Array(0))",
    c: [`send(fd, "", 0) = ${none}`],
    result: String(none),
  };
  yield await evidence({ ...shown, when: (rows) => rows.some(ofClient) });
  yield {
    type: "say",
    text:
      "The call succeeds, and no segment was sent: the receive queue of the server side is empty. Who now waits for a reply waits for ever.",
  };

  yield { type: "step", title: "The server goes away" };
  server.close();
  yield {
    type: "call",
    deno: "server.close()",
    c: ["shutdown(fd, SHUT_WR)", "close(fd)"],
  };
  const end = await outcome(conn.read(buffer));
  yield {
    type: "call",
    deno: "await client.read(buffer)",
    c: ["recv(fd, buffer, 1024, 0) = 0"],
    result: end,
  };
  yield { type: "ask", id: ids.writeAfterEnd };
  const written = await outcome(conn.write(hello));
  yield {
    type: "call",
    deno: 'await client.write("hello")',
    result: written,
  };
  // The RST that answers it takes a moment.
  yield await evidence({ ...shown, when: (rows) => !rows.some(ofClient) });
  yield {
    type: "call",
    deno: 'await client.write("hello")',
    c: ["send(fd, …, MSG_NOSIGNAL) = -1 EPIPE"],
    result: await outcome(conn.write(hello)),
  };
  yield {
    type: "say",
    text:
      `\`${end}\` was the news: the server sends no more. The first write after it was only copied to the kernel. Its bytes were answered by RST, the client's row is gone, and the next write failed.`,
  };
}
