// Wrong: after the first end the other direction has two seconds left. Caught by: "waits for both sides, however long they think"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  for (let n = await from.read(buffer); n !== null;) {
    await writeAll(to, buffer.subarray(0, n));
    n = await from.read(buffer);
  }
  await to.closeWrite();
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  const there = carry(a, b);
  const back = carry(b, a);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const grace = () =>
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, 2000);
    });
  try {
    await Promise.race([
      Promise.all([there, back]),
      Promise.race([there, back]).then(grace),
    ]);
  } finally {
    clearTimeout(timer);
    a.close();
    b.close();
    await Promise.allSettled([there, back]);
  }
}
