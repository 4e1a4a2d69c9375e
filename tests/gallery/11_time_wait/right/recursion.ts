export { bindOutcome, whoWaits } from "../../../../solutions/11_time_wait.ts";

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

export async function relisten(
  port: number,
  { withinMs }: { withinMs: number },
): Promise<Deno.TcpListener> {
  const began = performance.now();
  try {
    return Deno.listen({ port, hostname: "127.0.0.1" });
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse) || withinMs <= 0) throw error;
    await wait(Math.min(20, withinMs));
    return relisten(port, {
      withinMs: withinMs - (performance.now() - began),
    });
  }
}

async function send(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return;
  await send(conn, bytes.subarray(await conn.write(bytes)));
}

/** Answers until exit; false at the end of the stream. */
async function answer(conn: Deno.Conn): Promise<boolean> {
  const buffer = new Uint8Array(4096);
  for (let n; (n = await conn.read(buffer)) !== null;) {
    const text = new TextDecoder("latin1").decode(buffer.subarray(0, n));
    await send(conn, new TextEncoder().encode("OK!!!"));
    if (text === "exit") return true;
  }
  return false;
}

/** Reads and forgets, to the end. */
async function discard(conn: Deno.Conn): Promise<void> {
  while (await conn.read(new Uint8Array(65_536)) !== null);
}

export async function politeHandler(
  conn: Deno.Conn,
  options: { closeWithinMs: number },
): Promise<void> {
  let isOpen = true;
  const close = () => {
    if (isOpen) conn.close();
    isOpen = false;
  };
  try {
    if (!await answer(conn)) return;
    const timer = setTimeout(close, options.closeWithinMs);
    await discard(conn).catch(() => {}).finally(() => clearTimeout(timer));
  } finally {
    close();
  }
}
