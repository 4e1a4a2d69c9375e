/** type 1, length 9821, id 256, in network order. */
export const HEADER = Uint8Array.of(0x01, 0x26, 0x5d, 0x00, 0x00, 0x01, 0x00);
/** The fields of a header. */
export const FIELDS = [
  { length: 1, name: "type, u8" },
  { length: 2, name: "length, u16" },
  { length: 4, name: "id, u32" },
];
/** The port of the notes' server. */
export const PORT = 9821;
/** Where this demo listens. */
export const HOST = "127.0.0.1";
/** The C calls beneath `Deno.listen()` on a free port of that address. */
export const LISTEN = [
  "fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)",
  "bind(fd, { AF_INET, htons(0), htonl(0x7f000001) }, 16)",
  "listen(fd, 511)",
];

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
