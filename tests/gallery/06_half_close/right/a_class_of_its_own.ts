import type { Endpoint } from "../../../../workbook/endpoint.ts";

class Line {
  #conn: Deno.Conn;
  #open = true;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    while (true) {
      const buffer = new Uint8Array(65536);
      const n = await this.#conn.read(buffer);
      if (n === null) return;
      yield buffer.subarray(0, n);
    }
  }

  async all(): Promise<Uint8Array<ArrayBuffer>> {
    const chunks = await Array.fromAsync(this);
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  }

  async write(data: Uint8Array): Promise<void> {
    let sent = 0;
    do {
      sent += await this.#conn.write(data.subarray(sent));
    } while (sent < data.length);
  }

  end(): Promise<void> {
    return this.#conn.closeWrite();
  }

  close(): void {
    if (this.#open) this.#conn.close();
    this.#open = false;
  }
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const line = new Line(conn);
  try {
    const text = new TextDecoder().decode(await line.all());
    await line.write(new TextEncoder().encode(text.toUpperCase()));
    await line.end();
  } finally {
    line.close();
  }
}

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const line = new Line(await Deno.connect({ ...server }));
  try {
    const sending = line.write(request).then(() => line.end());
    return (await Promise.all([line.all(), sending]))[0];
  } finally {
    line.close();
  }
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  const [left, right] = [new Line(a), new Line(b)];
  const carry = async (from: Line, to: Line) => {
    for await (const chunk of from) await to.write(chunk);
    await to.end();
  };
  try {
    await Promise.all([carry(left, right), carry(right, left)]);
  } finally {
    left.close();
    right.close();
  }
}
