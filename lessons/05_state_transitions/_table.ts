import {
  call,
  type Events,
  say,
  step,
  unavailable,
} from "../../workbook/demo/kit.ts";

/** The table of IPv4 sockets as Linux prints it; `undefined` where it cannot be read. */
async function printedTable(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return;
  const command = "cat";
  const { state } = await Deno.permissions.query({ name: "run", command });
  if (state !== "granted") return;
  const { stdout } = await new Deno.Command(command, {
    args: ["/proc/net/tcp"],
  }).output();
  return new TextDecoder().decode(stdout);
}

/** A port as the table prints it. */
const hexOf = (port: number) =>
  port.toString(16).toUpperCase().padStart(4, "0");

/** The line of a socket, without its last columns. */
function lineOf(table: string, local: number, remote: number) {
  const pattern = new RegExp(
    `^ *\\d+: \\w+:${hexOf(local)} \\w+:${hexOf(remote)} \\w+ \\w+:\\w+`,
    "m",
  );
  const line = table.match(pattern)?.[0];
  return line === undefined ? "no line" : `${line.trim()} …`;
}

/** The lines of a listener and of both ends of a connection, as printed. */
export async function* printedLines(
  { client, server }: { client: number; server: number },
): Events {
  yield step(3, "The lines of our own sockets in /proc/net/tcp");
  const table = await printedTable();
  if (table === undefined) {
    yield unavailable(
      "The table is not printed here: /proc/net/tcp is a file of Linux, read with cat.",
    );
    return;
  }
  yield call(`the listener, port ${hexOf(server)}`, lineOf(table, server, 0));
  yield call(
    `the client, port ${hexOf(client)}`,
    lineOf(table, client, server),
  );
  yield call("the server's end", lineOf(table, server, client));
  yield say(
    "State 0A is LISTEN, 01 is ESTABLISHED. The last number shown is rx_queue: for the listener it is 1, one connection in the accept queue.",
  );
  yield* withoutLine();
}

/** A socket of IPv6: it has no line in this table. */
async function* withoutLine(): Events {
  let listener: Deno.TcpListener;
  try {
    listener = Deno.listen({ hostname: "::1", port: 0 });
  } catch {
    yield unavailable("This machine has no IPv6 to compare with.");
    return;
  }
  const { port } = listener.addr;
  try {
    const table = await printedTable() ?? "";
    yield call(
      `Deno.listen({ hostname: "::1", port: 0 })   // port ${hexOf(port)}`,
      lineOf(table, port, 0),
    );
    yield say("Sockets of IPv6 have their lines in `/proc/net/tcp6`.");
  } finally {
    listener.close();
  }
}
