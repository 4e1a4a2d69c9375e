// Right: passes a reset on as an end of stream, and waits for the other direction.
export {
  answerAfterEof,
  exchange,
} from "../../../../solutions/06_half_close.ts";

async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  try {
    for (let n = await from.read(buffer); n !== null;) {
      for (let sent = 0; sent < n;) {
        sent += await to.write(buffer.subarray(sent, n));
      }
      n = await from.read(buffer);
    }
  } finally {
    await to.closeWrite();
  }
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  await Promise.allSettled([carry(a, b), carry(b, a)]);
  a.close();
  b.close();
}
