// Wrong: ignores how much of a chunk write() took. Caught by: "waits for a slow reader without stopping the other direction"
export * from "../../../solutions/06_half_close.ts";

async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  for (let n = await from.read(buffer); n !== null;) {
    await to.write(buffer.subarray(0, n));
    n = await from.read(buffer);
  }
  await to.closeWrite();
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  try {
    await Promise.all([carry(a, b), carry(b, a)]);
  } finally {
    a.close();
    b.close();
  }
}
