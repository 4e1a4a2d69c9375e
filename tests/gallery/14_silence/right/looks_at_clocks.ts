/** Where a connection holds what outlives a call. */
const KEPT = Symbol("kept");

/** What a read brought. */
type Brought =
  | { bytes: Uint8Array }
  | { failure: unknown }
  | "end";

export function withDeadline<T>(
  work: Promise<T>,
  timeoutMs: number,
  onTimeout: () => void,
): Promise<T> {
  const started = performance.now();
  return new Promise<T>((resolve, reject) => {
    let isOver = false;
    const look = setInterval(() => {
      if (performance.now() - started < timeoutMs) return;
      over();
      onTimeout();
      reject(new Deno.errors.TimedOut(`more than ${timeoutMs} ms`));
    }, Math.min(timeoutMs, 3));
    function over(): void {
      isOver = true;
      clearInterval(look);
    }
    work.then((value) => {
      if (isOver) return;
      over();
      resolve(value);
    }, (error) => {
      if (isOver) return;
      over();
      reject(error);
    });
  });
}

async function bring(conn: Deno.Conn, size: number): Promise<Brought> {
  const bytes = new Uint8Array(size);
  try {
    const count = await conn.read(bytes);
    return count === null ? "end" : { bytes: bytes.subarray(0, count) };
  } catch (failure) {
    return { failure };
  }
}

export async function readWithin(
  conn: Deno.Conn,
  buffer: Uint8Array,
  timeoutMs: number,
): Promise<number | null | "timed-out"> {
  const holder = conn as unknown as { [KEPT]?: Promise<Brought> };
  const kept = holder[KEPT] ??= bring(conn, 2 * buffer.length);
  const { promise, resolve } = Promise.withResolvers<"timed-out">();
  const timer = setTimeout(resolve, timeoutMs, "timed-out");
  const brought = await Promise.race([kept, promise]);
  clearTimeout(timer);
  if (brought === "timed-out") return brought;
  holder[KEPT] = undefined;
  if (brought === "end") return null;
  if ("failure" in brought) throw brought.failure;
  const { bytes } = brought;
  const count = Math.min(buffer.length, bytes.length);
  buffer.set(bytes.subarray(0, count));
  if (count < bytes.length) {
    holder[KEPT] = Promise.resolve({ bytes: bytes.subarray(count) });
  }
  return count;
}

export function keepAlive(
  conn: Deno.Conn,
  { everyMs, deadAfterMs }: { everyMs: number; deadAfterMs: number },
): { dead: Promise<void>; stop(): void } {
  const { promise: dead, resolve } = Promise.withResolvers<void>();
  let last = performance.now();
  let isOver = false;
  function stop(): void {
    isOver = true;
    clearInterval(pings);
    clearInterval(look);
  }
  function die(): void {
    if (isOver) return;
    stop();
    resolve();
  }
  async function listen(): Promise<void> {
    const byte = new Uint8Array(1);
    while (!isOver && await conn.read(byte) !== null) last = performance.now();
    die();
  }
  const pings = setInterval(() => {
    conn.write(new TextEncoder().encode("are you there?")).catch(die);
  }, everyMs);
  // At most 50 ms late.
  const look = setInterval(() => {
    if (performance.now() - last >= deadAfterMs) die();
  }, Math.max(1, Math.min(50, deadAfterMs)));
  listen().catch(die);
  return { dead, stop };
}
