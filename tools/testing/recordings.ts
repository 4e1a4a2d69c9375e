/**
 * Recordings for tests of the time line.
 *
 * @module
 */
import { startServer } from "../../solutions/03_server_flow.ts";
import { createNetwork, type Network } from "../../workbook/network/mod.ts";
import { startRecording } from "../../workbook/web/timeline/record.ts";
import type {
  RecordedEvent,
  Recording,
} from "../../workbook/web/timeline/recording.ts";

const encoder = new TextEncoder();

/** Sends a text, and waits for what comes. */
async function say(conn: Deno.Conn, text: string): Promise<void> {
  await conn.write(encoder.encode(text));
  await conn.read(new Uint8Array(100));
}

/**
 * Records the model answer of lesson 3 with two clients. The first says hello;
 * the second is silent, and a fault is told of that.
 */
export async function recordServerFlow(): Promise<Recording> {
  const network = createNetwork({ seed: 1 });
  const recorder = startRecording(network);
  const restore = [network.installClock(), network.installSockets()];
  try {
    const server = startServer();
    await playClients(network, server.addr.port, recorder.note);
    recorder.fault({
      cause: "no-reply",
      what: "the second client says nothing",
      expected: "hello",
      came: "nothing",
    });
    await server.stop();
    return recorder.finish();
  } finally {
    for (const undo of restore.reverse()) undo();
  }
}

async function playClients(
  network: Network,
  port: number,
  note: (text: string) => void,
): Promise<void> {
  const hostname = "127.0.0.1";
  const first = await network.connect({ hostname, port });
  note('client 1 → "hello"');
  await say(first, "hello");
  const second = await network.connect({ hostname, port });
  await first.closeWrite();
  await first.read(new Uint8Array(1));
  first.close();
  await network.advance(500);
  second.close();
  await network.advance(1);
}

/**
 * A recording as long as recordings get: the exchange above, its middle again
 * and again.
 *
 * @param count How many events.
 */
export async function longRecording(count: number): Promise<Recording> {
  const recording = await recordServerFlow();
  const { events } = recording;
  const began = events.findIndex(({ kind }) => kind === "note");
  const middle = events.slice(began, events.length - 20);
  const long: RecordedEvent[] = events.slice(0, began);
  for (let i = 0; long.length < count; i++) {
    const at = began === 0 ? 0 : events[began].at;
    long.push({ ...middle[i % middle.length], at: at + i });
  }
  return { ...recording, events: long };
}
