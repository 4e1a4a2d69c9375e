// Right: each read races one promise of the deadline.
export {
  bindOutcome,
  relisten,
  whoWaits,
} from "../../../../solutions/11_time_wait.ts";

export async function politeHandler(
  conn: Deno.Conn,
  options: { closeWithinMs: number },
): Promise<void> {
  const late = Promise.withResolvers<null>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let answers = true;
  try {
    while (true) {
      const buffer = new Uint8Array(512);
      const reading = conn.read(buffer);
      reading.catch(() => {});
      const n = await Promise.race([reading, late.promise]);
      if (n === null) return;
      if (!answers) continue;
      const text = new TextDecoder().decode(buffer.slice(0, n));
      const reply = new TextEncoder().encode("OK!!!");
      for (let at = 0; at < reply.length;) {
        at += await conn.write(reply.slice(at));
      }
      if (text === "exit") {
        answers = false;
        timer = setTimeout(() => late.resolve(null), options.closeWithinMs);
      }
    }
  } finally {
    clearTimeout(timer);
    conn.close();
  }
}
