// Wrong: takes two seconds without bytes for the end of a direction. Caught by: "waits for both sides, however long they think"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

/** The next bytes, or null when none come. */
async function readSoon(
  conn: Deno.Conn,
  buffer: Uint8Array,
): Promise<number | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), 2000);
  });
  const n = await Promise.race([conn.read(buffer), silence]);
  clearTimeout(timer);
  return n;
}

async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  for (let n = await readSoon(from, buffer); n !== null;) {
    await writeAll(to, buffer.subarray(0, n));
    n = await readSoon(from, buffer);
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
