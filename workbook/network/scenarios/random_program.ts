// Programs that a seed makes up: steps on both ends, with a look at everything after each.
import { rowsOf, type SocketRow } from "../../kernel/mod.ts";
import { Random } from "../random.ts";
import {
  hostname,
  pause,
  type Say,
  type Scenario,
  tell,
  tellVoid,
  told,
  type World,
} from "./world.ts";

/** What one end can do. */
interface Player {
  name: string;
  conn: Deno.TcpConn;
  /** A read that waits. */
  reading?: Promise<string>;
  filled?: boolean;
}

/** Sizes that are not those of small messages differ between machines. */
function size(count: number | null): string {
  return count !== null && count > 1_000 ? "many" : `${count}`;
}

/** The rows once nothing is on its way: an acknowledgment may take 40 ms. */
async function settledRows(
  world: World,
  port: number,
  client: number,
): Promise<string> {
  let text = "";
  for (let i = 0; i < 20; i++) {
    await pause(2);
    const rows = (await rowsOf([port], world.table)).filter((row) =>
      row.local.port === client || row.remote.port === client
    );
    const before = text;
    text = rows.map((row) => describe(row, port)).join("; ");
    const moving = rows.some(({ sendQueue }) =>
      sendQueue! > 0 && sendQueue! < 100_000
    );
    // Twice the same: the kernel may change the table while it prints it.
    if (!moving && text === before) break;
  }
  return text;
}

function describe(row: SocketRow, port: number): string {
  return `${row.local.port === port ? "server" : "client"} ${row.state} ${
    size(row.receiveQueue)
  }${row.owned ? "" : " not held"}`;
}

/** Reads until it would wait, or at the end or a failure. */
async function readAll({ conn }: Player, waitMs: number): Promise<string> {
  const buffer = new Uint8Array(1 << 20);
  let total = 0;
  while (true) {
    const read = conn.read(buffer);
    const count = await Promise.race([read, pause(waitMs).then(() => "waits")]);
    if (count === null) return `${size(total)}, null`;
    if (typeof count === "string") {
      read.catch(() => {});
      return `${size(total)}, waits`;
    }
    total += count as number;
  }
}

/** A read that may wait: what it came to is told when it is done. */
function startRead(player: Player, say: Say): void {
  if (player.reading) return;
  player.reading = player.conn.read(new Uint8Array(100)).then(
    (count) => `${count}`,
    told,
  );
  player.reading.then((text) => {
    player.reading = undefined;
    say(`${player.name} has read: ${text}`);
  });
}

/** One step of one end. */
async function step(
  player: Player,
  other: Player,
  random: Random,
  say: Say,
): Promise<void> {
  const { name, conn } = player;
  switch (random.integer(0, 9)) {
    case 0:
    case 1:
    case 2: {
      const data = new Uint8Array(random.integer(1, 9));
      // Behind a full buffer a write would wait.
      if (player.filled) return;
      return await tell(say, `${name} writes`, () => conn.write(data));
    }
    case 3:
    case 4:
    case 5:
      return startRead(player, say);
    case 6:
      return await tellVoid(say, `${name} closeWrite`, () => conn.closeWrite());
    case 7:
      return await tellVoid(say, `${name} close`, () => conn.close());
    case 8:
      if (player.filled) return;
      player.filled = true;
      return await tell(
        say,
        `${name} fills`,
        async () => size(await conn.write(new Uint8Array(1 << 24))),
      );
    case 9:
      if (player.reading) return;
      return await tell(
        say,
        `${name} drains`,
        // A kernel whose window was full may go on 200 ms later only.
        () => readAll(player, other.filled ? 500 : 15),
      );
  }
}

/**
 * A scenario that a seed makes up. Only `kind` can be compared: what is sent
 * arrives before the next step.
 *
 * @param seed Decides the steps.
 * @param turns How many turns, each of one to three steps.
 */
export function randomProgram(seed: number, turns: number = 9): Scenario {
  return {
    name: `program ${seed} of ${turns} turns`,
    only: "kind",
    async run(world, say) {
      const random = new Random(seed);
      const listener = world.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      const client = await world.connect({ hostname, port });
      const server = await listener.accept();
      const players: Player[] = [
        { name: "client", conn: client },
        { name: "server", conn: server },
      ];
      let lines: string[] = [];
      const note = (line: string) => lines.push(line);
      for (let i = 0; i < turns; i++) {
        lines = [];
        const steps = [];
        // Several steps in one turn: none waits for what came of another.
        for (let n = random.integer(1, 3); n > 0; n--) {
          const who = random.integer(0, 1);
          steps.push(step(players[who], players[1 - who], random, note));
        }
        await Promise.all(steps);
        const rows = await settledRows(world, port, client.localAddr.port);
        // In which order the calls of one turn settle is not fixed.
        for (const line of lines.sort()) say(line);
        say(`  ${rows}`);
      }
      for (const { conn } of players) conn[Symbol.dispose]();
      await pause(5);
    },
  };
}
