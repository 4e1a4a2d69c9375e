// Programs that a seed makes up: several tasks race on the same connections, and what each call came to is told in the order in which it came.
import { Random } from "../random.ts";
import { hostname, pause, type Say, type Scenario, told } from "./world.ts";

/** What a task does next. Sockets are named by their place in the list; those that are not open yet are passed over. */
interface Step {
  call:
    | "accept"
    | "connect"
    | "read"
    | "write"
    | "closeWrite"
    | "close"
    | "close listener"
    | "turn"
    | "microtask";
  socket: number;
  size: number;
  /** Whether the task goes on without the result. */
  leaves: boolean;
}

const CALLS: readonly Step["call"][] = [
  ...Array<Step["call"]>(6).fill("read"),
  ...Array<Step["call"]>(6).fill("write"),
  ...Array<Step["call"]>(2).fill("accept"),
  ...Array<Step["call"]>(2).fill("connect"),
  "closeWrite",
  "closeWrite",
  "close",
  "close",
  "close listener",
  "turn",
  "microtask",
];

function makeStep(random: Random): Step {
  return {
    call: CALLS[random.integer(0, CALLS.length - 1)],
    socket: random.integer(0, 3),
    size: random.integer(1, 3),
    leaves: random.chance(0.25),
  };
}

/** What the tasks share. */
interface Table {
  world: Parameters<Scenario["run"]>[0];
  listener: Deno.TcpListener;
  port: number;
  sockets: Deno.TcpConn[];
}

function connected(table: Table, conn: Deno.TcpConn): string {
  table.sockets.push(conn);
  return "a connection";
}

/** Makes a call; `undefined` if there is no such socket. */
function make(
  { call, socket, size }: Step,
  table: Table,
): Promise<unknown> | undefined {
  const { world, listener, port, sockets } = table;
  const conn: Deno.TcpConn | undefined = sockets[socket];
  switch (call) {
    case "accept":
      return listener.accept().then((conn) => connected(table, conn));
    case "connect":
      return world.connect({ hostname, port })
        .then((conn) => connected(table, conn));
    case "read":
      return conn?.read(new Uint8Array(size));
    case "write":
      return conn?.write(new Uint8Array(size));
    case "closeWrite":
      return conn?.closeWrite().then(() => "done");
    case "close":
      return conn && new Promise((resolve) => resolve(conn.close() ?? "done"));
    case "close listener":
      return new Promise((resolve) => resolve(listener.close() ?? "done"));
    case "turn":
      return pause(2).then(() => "over");
    case "microtask":
      return Promise.resolve("over");
  }
}

async function play(
  name: string,
  steps: readonly Step[],
  table: Table,
  say: Say,
): Promise<void> {
  const left: Promise<void>[] = [];
  for (const [i, step] of steps.entries()) {
    const made = make(step, table);
    if (made === undefined) continue;
    const which = `${name}${i} ${step.call} ${step.socket}`;
    const done = made.then(
      (value) => say(`${which}: ${value}`),
      (error) => say(`${which}: ${told(error).split(" ")[0]}`),
    );
    if (step.leaves) left.push(done);
    else await done;
  }
  await Promise.all(left);
}

/**
 * A scenario that a seed makes up: tasks that race. Only `kind` can be compared.
 *
 * @param seed Decides the tasks and their steps.
 */
export function racingProgram(seed: number): Scenario {
  return {
    name: `racing program ${seed}`,
    only: "kind",
    async run(world, say) {
      const random = new Random(seed);
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const table: Table = { world, listener, port, sockets: [] };
      if (random.chance(0.8)) {
        table.sockets.push(await world.connect({ hostname, port }));
        table.sockets.push(await listener.accept());
      }
      if (random.chance(0.5)) await pause(2);
      const tasks = Array.from(
        { length: random.integer(2, 4) },
        () =>
          Array.from({ length: random.integer(2, 9) }, () => makeStep(random)),
      );
      const played = Promise.all(
        tasks.map((steps, i) => play("abcd"[i], steps, table, say)),
      );
      // A task may wait for ever. A segment may wait 40 ms, with Nagle's delay.
      await Promise.race([played, pause(60)]);
      say("all is quiet");
      for (const socket of [...table.sockets, listener]) {
        try {
          socket.close();
        } catch {
          // It is closed.
        }
      }
      // Nothing waits for ever behind a closed socket.
      await played;
    },
  };
}
