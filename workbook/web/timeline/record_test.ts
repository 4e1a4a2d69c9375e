import { assert, assertEquals } from "@std/assert";
import { recordServerFlow } from "../../../tools/testing/recordings.ts";
import {
  createNetwork,
  type Network,
  PROFILE_NAMES,
} from "../../network/mod.ts";
import { startRecording } from "./record.ts";
import {
  type CallEvent,
  HEAD_EVENTS,
  type Recording,
  TAIL_EVENTS,
} from "./recording.ts";
import { stateAt } from "./state_at.ts";

const hostname = "127.0.0.1";

async function pair(network: Network) {
  const listener = network.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const [client, server] = await Promise.all([
    network.connect({ hostname, port }),
    listener.accept(),
  ]);
  return { listener, client, server };
}

/** The table of sockets, as a recording has it at its end. */
function rowsAtEnd(recording: Recording): string[] {
  const { ends, events } = recording;
  return stateAt(recording)(events.length).ends
    .filter(({ state }) => state !== "CLOSED")
    .map(({ end, state, receive, send, owned }) =>
      `${ends[end].local} ${state} ${receive} ${send} ${owned}`
    ).sort();
}

/** The same, as the network has it. */
async function rowsNow(network: Network): Promise<string[]> {
  return (await network.rows()).map((row) =>
    `${row.local.hostname}:${row.local.port} ${row.state} ${row.receiveQueue} ${row.sendQueue} ${row.owned}`
  ).sort();
}

Deno.test("a recording of lesson 3's solution has its lanes, its calls and their lines", async () => {
  const { lanes, ends, events, places } = await recordServerFlow();
  assertEquals(lanes, [
    { name: "your program", isProgram: true },
    { name: "client 1", isProgram: false },
    { name: "client 2", isProgram: false },
  ]);
  assertEquals(ends.map(({ lane }) => lane), [0, 1, 0, 2, 0]);
  const source = await Deno.readTextFile("solutions/03_server_flow.ts");
  const lines = source.split("\n");
  const calls = events.filter((event): event is CallEvent =>
    event.kind === "call"
  );
  for (const { name, place, lane } of calls) {
    const [, line] = places[place!].match(/^solutions\/03_\w+\.ts:(\d+):/)!;
    assert(lines[Number(line) - 1].includes(`.${name}(`), `${name} ${line}`);
    assertEquals(lane, 0);
  }
  assertEquals(calls.slice(0, 3).map(({ name }) => name), [
    "listen",
    "accept",
    "read",
  ]);
});

Deno.test("calls come back with what they came to, or stay pending", async () => {
  const recording = await recordServerFlow();
  const { events } = recording;
  const came = events.flatMap((event) =>
    event.kind === "return" && event.name !== "close"
      ? [`${event.name} ${event.came.split(" ")[0]} ${event.hex ?? ""}`]
      : []
  );
  assertEquals(came, [
    "listen a ",
    "accept a ",
    "read 5 68656c6c6f",
    "write 5 ",
    "accept a ",
    "read null ",
    "read null ",
    "accept BadResource ",
  ]);
  const fault = events.findIndex(({ kind }) => kind === "fault");
  const { pending } = stateAt(recording)(fault);
  assertEquals(pending.map(({ name }) => name), ["accept"]);
});

Deno.test("a recording survives JSON unchanged", async () => {
  const recording = await recordServerFlow();
  const copy: Recording = JSON.parse(JSON.stringify(recording));
  assertEquals(
    JSON.stringify(stateAt(copy)(copy.events.length)),
    JSON.stringify(stateAt(recording)(recording.events.length)),
  );
  assertEquals(JSON.stringify(copy), JSON.stringify(recording));
});

Deno.test("how everything stands at the end is the network's own table, on every profile", async () => {
  for (const profile of PROFILE_NAMES) {
    for (let seed = 1; seed <= 5; seed++) {
      const network = createNetwork({ seed, profile });
      const recorder = startRecording(network);
      const { client, server } = await pair(network);
      const { port } = server.localAddr as Deno.NetAddr;
      try {
        await client.write(new Uint8Array(700));
        await server.read(new Uint8Array(100));
        await server.write(new Uint8Array(30));
        await client.closeWrite();
        const other = await network.connect({ hostname, port });
        await other.write(new Uint8Array(3));
        if (seed % 2) server.close();
      } catch {
        // The profile resets connections.
      }
      await network.advance(400);
      const rows = await rowsNow(network);
      assertEquals(rowsAtEnd(recorder.finish()), rows);
      network.close();
    }
  }
});

Deno.test("of a long run the beginning and the end are kept, and how everything stands is right", async () => {
  const network = createNetwork({ seed: 1, profile: "byteByByte" });
  const recorder = startRecording(network);
  const { client, server } = await pair(network);
  const write = async () => {
    const data = new Uint8Array(3_000);
    for (let at = 0; at < data.length;) {
      at += await client.write(data.subarray(at));
    }
    await client.closeWrite();
  };
  const writing = write();
  const buffer = new Uint8Array(100);
  for (let read = 0; read < 2_900;) read += await server.read(buffer) ?? 0;
  await writing;
  await network.advance(500);
  recorder.fault({ cause: "never-ended" });
  const rows = await rowsNow(network);
  const recording = recorder.finish();
  network.close();
  const { events, gap, segments } = recording;
  assertEquals(events.length, HEAD_EVENTS + TAIL_EVENTS);
  assertEquals(gap?.after, HEAD_EVENTS);
  assert(gap!.count > 0);
  assertEquals(rowsAtEnd(recording), rows);
  assert(events.some(({ kind }) => kind === "fault"));
  const known = new Set(segments.map(({ id }) => id));
  for (const event of events) {
    if ("segment" in event) assert(known.has(event.segment));
  }
  assert(segments.length < events.length);
});

Deno.test("few bytes of a large transfer are recorded, and their number is", async () => {
  const network = createNetwork({ seed: 1 });
  const recorder = startRecording(network);
  const { client, server } = await pair(network);
  const write = async () => {
    for (let sent = 0; sent < 40_000_000;) {
      sent += await client.write(new Uint8Array(1_000_000));
    }
    client.close();
  };
  const writing = write();
  const buffer = new Uint8Array(1_000_000);
  while (await server.read(buffer) !== null);
  await writing;
  server.close();
  const recording = recorder.finish();
  const most = Math.max(...recording.segments.map(({ length }) => length));
  assert(most > 60_000);
  assert(JSON.stringify(recording).length < 3_000_000);
});

Deno.test("a timer of the program is a call that comes back when it rings", async () => {
  const network = createNetwork({ seed: 1 });
  const recorder = startRecording(network, { placeOf: () => "x.ts:7:1" });
  const restore = network.installClock();
  try {
    const cleared = setTimeout(() => {}, 100);
    await new Promise((resolve) => setTimeout(resolve, 300));
    clearTimeout(cleared);
  } finally {
    restore();
  }
  const told = recorder.finish().events.map((event) =>
    event.kind === "call"
      ? `${event.at} ${event.name} ${event.asked}`
      : `${event.at} ${event.kind}`
  );
  assertEquals(told, [
    "0 timer 100 ms",
    "0 timer 300 ms",
    "100 return",
    "300 return",
  ]);
});

Deno.test("a segment to a port where nobody is has a lane to go to", async () => {
  const network = createNetwork({ seed: 1 });
  const recorder = startRecording(network);
  await network.connect({ hostname, port: 1 }).catch(() => {});
  const { lanes, events } = recorder.finish();
  assertEquals(lanes.map(({ name }) => name), [
    "client 1",
    "nobody at 127.0.0.1:1",
  ]);
  const way = events.flatMap((event) =>
    "segment" in event ? [`${event.kind} ${event.lane}`] : []
  );
  assertEquals(way, ["sent 0", "arrived 1", "sent 1", "arrived 0"]);
});

Deno.test("a program that uses a connection that it was given is at that lane", async () => {
  const network = createNetwork({ seed: 1 });
  let isProgram = false;
  const placeOf = () => isProgram ? "exercise.ts:3:9" : undefined;
  const recorder = startRecording(network, { placeOf });
  const { client } = await pair(network);
  isProgram = true;
  await client.write(new Uint8Array(1));
  const { lanes, events } = recorder.finish();
  assertEquals(lanes.map(({ name }) => name), ["server", "your program"]);
  assertEquals(events.find(({ kind }) => kind === "call")?.lane, 1);
});

Deno.test("a program that is given several connections is at one lane", async () => {
  const network = createNetwork({ seed: 1 });
  let isProgram = false;
  const placeOf = () => isProgram ? "exercise.ts:3:9" : undefined;
  const recorder = startRecording(network, { placeOf });
  const listener = network.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const peer = await network.connect({ hostname, port });
  const clients = [
    await network.connect({ hostname, port }),
    await network.connect({ hostname, port }),
  ];
  await peer.write(new Uint8Array(2));
  isProgram = true;
  for (const client of clients) await client.write(new Uint8Array(1));
  await (await listener.accept()).read(new Uint8Array(5));
  const recording = recorder.finish();
  const { lanes, ends, events, segments } = recording;
  // The other end of both is the program's, too: it stays apart.
  assertEquals(lanes.map(({ name }) => name), [
    "your program 3",
    "client 1",
    "your program",
  ]);
  assertEquals(ends.map(({ lane }) => lane), [0, 1, 0, 2, 0, 2, 0]);
  const wrote = events.flatMap((event) =>
    event.kind === "call" && event.name === "write" ? [event.lane] : []
  );
  assertEquals(wrote, [2, 2]);
  const byId = new Map(segments.map((each) => [each.id, each]));
  for (const event of events) {
    if (event.kind !== "sent") continue;
    assertEquals(event.lane, byId.get(event.segment)!.from);
  }
});
