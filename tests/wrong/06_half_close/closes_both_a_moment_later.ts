// Wrong: closes both connections from a timer, after its promise has resolved. Caught by: "resolves when both connections are closed"
export * from "../../../solutions/06_half_close.ts";

async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  for (let n = await from.read(buffer); n !== null;) {
    for (let sent = 0; sent < n;) {
      sent += await to.write(buffer.subarray(sent, n));
    }
    n = await from.read(buffer);
  }
  await to.closeWrite();
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  try {
    await Promise.all([carry(a, b), carry(b, a)]);
  } finally {
    setTimeout(() => {
      for (const conn of [a, b]) {
        try {
          conn.close();
        } catch {
          // Closed meanwhile.
        }
      }
    }, 20);
  }
}
