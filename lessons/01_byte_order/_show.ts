/** Lower-case hexadecimal digits, at least so many. */
export const hex = (value: number, digits = 2): string =>
  value.toString(16).padStart(digits, "0");

/** The bytes in which this machine keeps a 16-bit number in memory. */
export const inMemory = (value: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Uint16Array.of(value).buffer);

/** A port as the bytes of a sockaddr. */
export const portBytes = (port: number): string =>
  `${hex(port >> 8)} ${hex(port & 0xff)}`;

/** Reads until the buffer is full: a read may give fewer bytes. */
export async function readFull(
  conn: Deno.Conn,
  buffer: Uint8Array,
): Promise<void> {
  for (let got = 0; got < buffer.length;) {
    const n = await conn.read(buffer.subarray(got));
    if (n === null) {
      throw new Error(`Cannot read more: the stream ended after ${got} bytes`);
    }
    got += n;
  }
}

/** Writes everything: a write may take fewer bytes. */
export async function writeAll(
  conn: Deno.Conn,
  bytes: Uint8Array,
): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await conn.write(bytes.subarray(sent));
  }
}

/** A listener on the port, or on one that the kernel chooses if it is taken. */
export function listenOn(hostname: string, port: number): Deno.TcpListener {
  try {
    return Deno.listen({ hostname, port });
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    return Deno.listen({ hostname, port: 0 });
  }
}
