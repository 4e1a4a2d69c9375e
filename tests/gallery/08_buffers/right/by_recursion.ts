import type { Endpoint } from "../../../../workbook/endpoint.ts";

const EMPTY = new Uint8Array();

export function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  if (data.length === 0) return Promise.resolve();
  return conn.write(data).then((n) => writeAll(conn, data.subarray(n)));
}

function joined(parts: Uint8Array[], from = 0, to = parts.length): Uint8Array {
  if (to - from === 0) return EMPTY;
  if (to - from === 1) return parts[from].slice();
  const middle = (from + to) >> 1;
  const [a, b] = [joined(parts, from, middle), joined(parts, middle, to)];
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const queues = new WeakMap<Deno.Conn, Promise<void>>();

export function writeParts(
  conn: Deno.Conn,
  parts: Uint8Array[],
): Promise<void> {
  const all = joined(parts);
  const run = () => writeAll(conn, all);
  const mine = (queues.get(conn) ?? Promise.resolve()).then(run, run);
  queues.set(conn, mine);
  return mine;
}

export function pump(
  source: AsyncIterable<Uint8Array>,
  conn: Deno.Conn,
  { maxQueuedBytes }: { maxQueuedBytes: number },
): Promise<number> {
  if (!Number.isSafeInteger(maxQueuedBytes) || maxQueuedBytes < 1) {
    throw new RangeError(`maxQueuedBytes: ${maxQueuedBytes}, least 1`);
  }
  const chunks = source[Symbol.asyncIterator]();
  const next = (sent: number): Promise<number> =>
    chunks.next().then(({ done, value }) => {
      if (done) return sent;
      return writeAll(conn, value).then(
        () => next(sent + value.length),
        (error) =>
          Promise.resolve(chunks.return?.()).then(() => {
            throw error;
          }),
      );
    });
  return next(0);
}

export function measureWindow(server: Endpoint): Promise<number> {
  return Deno.connect({ ...server }).then((conn) => {
    const kilobyte = new Uint8Array(16384);
    let count = 0;
    let timer: ReturnType<typeof setTimeout>;
    const more = (): Promise<number> => {
      timer = setTimeout(() => conn.close(), 150);
      return conn.write(kilobyte).finally(() => clearTimeout(timer)).then(
        (n) => {
          count += n;
          return more();
        },
      );
    };
    return more().catch((error) => {
      // Interrupted: the timer closed it. Anything else is the network's.
      const isOurs = error instanceof Deno.errors.Interrupted ||
        error instanceof Deno.errors.BadResource;
      if (!isOurs) {
        conn.close();
        throw error;
      }
      return count;
    });
  });
}
