export { measureWindow, pump } from "../../../../solutions/08_buffers.ts";

class Lock {
  #isHeld = false;
  readonly #waiting: Array<() => void> = [];

  async hold(work: () => Promise<void>): Promise<void> {
    if (this.#isHeld) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#isHeld = true;
    try {
      await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#isHeld = false;
    }
  }
}

const locks = new WeakMap<Deno.Conn, Lock>();

function lockOf(conn: Deno.Conn): Lock {
  const lock = locks.get(conn) ?? new Lock();
  locks.set(conn, lock);
  return lock;
}

export async function writeAll(
  conn: Deno.Conn,
  data: Uint8Array,
): Promise<void> {
  let rest = data;
  while (rest.byteLength > 0) {
    const n = await conn.write(rest);
    rest = rest.subarray(n);
  }
}

export async function writeParts(
  conn: Deno.Conn,
  parts: Uint8Array[],
): Promise<void> {
  await lockOf(conn).hold(async () => {
    const all = await new Blob(parts as Uint8Array<ArrayBuffer>[]).bytes();
    await writeAll(conn, all);
  });
}
