import type { Server } from "../../../../solutions/12_four_tuple.ts";

export * from "../../../../solutions/12_four_tuple.ts";

interface Client {
  conn: Deno.TcpConn;
  out: Uint8Array[];
  size: number;
  wake: () => void;
  isGone: boolean;
}

function join(all: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(
    all.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const each of all) {
    joined.set(each, at);
    at += each.length;
  }
  return joined;
}

function drop(client: Client): void {
  if (client.isGone) return;
  client.isGone = true;
  client.conn.close();
  client.wake();
}

async function write(client: Client): Promise<void> {
  while (!client.isGone) {
    if (client.out.length === 0) {
      await new Promise<void>((resolve) => client.wake = resolve);
      continue;
    }
    let data = join(client.out.splice(0));
    while (data.length > 0) {
      const n = await client.conn.write(data);
      client.size -= n;
      data = data.subarray(n);
    }
  }
}

export function startChat({ port = 0 }: { port?: number } = {}): Server {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  let clients: Client[] = [];
  let isStopped = false;

  function tell(sender: Client, line: Uint8Array): void {
    for (const client of clients) {
      if (client === sender || client.isGone) continue;
      client.out.push(line);
      client.size += line.length;
      if (client.size > 8 * 1024 * 1024) drop(client);
      else client.wake();
    }
  }

  async function read(client: Client): Promise<void> {
    let held = new Uint8Array();
    const buffer = new Uint8Array(100_000);
    while (true) {
      const n = await client.conn.read(buffer);
      if (n === null) return;
      let all = join([held, buffer.subarray(0, n)]);
      for (let at; (at = all.indexOf(10)) !== -1; all = all.subarray(at + 1)) {
        const end = all[at - 1] === 13 ? at - 1 : at;
        // Empty lines are not worth sending.
        if (end > 0) {
          tell(client, join([all.subarray(0, end), Uint8Array.of(10)]));
        }
      }
      held = all.slice();
    }
  }

  async function serve(conn: Deno.TcpConn): Promise<void> {
    const client: Client = {
      conn,
      out: [],
      size: 0,
      wake: () => {},
      isGone: false,
    };
    clients.push(client);
    const end = () => drop(client);
    await Promise.all([
      read(client).then(end, end),
      write(client).then(end, end),
    ]);
    clients = clients.filter((each) => each !== client);
  }

  async function run(): Promise<void> {
    const running: Promise<void>[] = [];
    while (!isStopped) {
      const conn = await listener.accept().catch(() => undefined);
      if (conn && isStopped) conn.close();
      else if (conn) running.push(serve(conn));
    }
    await Promise.all(running);
  }

  const finished = run();
  return {
    addr: listener.addr,
    finished,
    stop: async () => {
      if (!isStopped) listener.close();
      isStopped = true;
      clients.forEach(drop);
      await finished;
    },
  };
}
