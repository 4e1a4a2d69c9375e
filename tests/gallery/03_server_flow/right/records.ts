import type { Server } from "../../../../solutions/03_server_flow.ts";

interface State {
  listener: Deno.TcpListener;
  log: ((line: string) => void) | undefined;
  conns: Map<number, Deno.TcpConn>;
  tasks: Promise<void>[];
  next: number;
  phase: "running" | "stopping";
}

async function answer(conn: Deno.TcpConn): Promise<void> {
  const all = Uint8Array.from("OK!!!", (c) => c.charCodeAt(0));
  for (let at = 0; at !== all.length; at += await conn.write(all.slice(at)));
}

async function talk(state: State, id: number): Promise<void> {
  const conn = state.conns.get(id)!;
  const decoder = new TextDecoder(undefined, { fatal: false });
  for (;;) {
    const into = new Uint8Array(65_535);
    const count = await conn.read(into);
    if (count === null) break;
    const chunk = into.slice(0, count);
    await answer(conn);
    state.log?.("Server recv: " + decoder.decode(chunk, { stream: true }));
    if (new TextDecoder().decode(chunk) === "exit") return;
  }
  state.log?.("Client quit!!!");
}

function drop(state: State, id: number): void {
  const conn = state.conns.get(id);
  state.conns.delete(id);
  conn?.close();
}

function serve(state: State, conn: Deno.TcpConn): void {
  const id = state.next++;
  state.conns.set(id, conn);
  state.tasks.push(
    talk(state, id).catch(() => {}).finally(() => drop(state, id)),
  );
  if (state.phase === "stopping") drop(state, id);
}

async function main(state: State): Promise<void> {
  while (state.phase === "running") {
    try {
      serve(state, await state.listener.accept());
    } catch (error) {
      if (error instanceof Deno.errors.BadResource) break;
    }
  }
  // A task ends at once when its connection is closed.
  for (let task; (task = state.tasks.pop());) await task;
}

export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const state: State = {
    listener: Deno.listen({ hostname: "127.0.0.1", port: options.port || 0 }),
    log: options.log,
    conns: new Map(),
    tasks: [],
    next: 1,
    phase: "running",
  };
  const finished = main(state);
  const stop = () => {
    if (state.phase === "running") {
      state.phase = "stopping";
      state.listener.close();
      for (const id of [...state.conns.keys()]) drop(state, id);
    }
    return finished;
  };
  return { addr: state.listener.addr, finished, stop };
}
