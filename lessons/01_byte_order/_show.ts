import type { CallEvent, DemoEvent } from "../../workbook/demo/events.ts";
import {
  KernelUnavailable,
  rowKey,
  untilState,
} from "../../workbook/kernel/mod.ts";

/** A call that was made, shown with what it really gave. */
export const call = (
  deno: string,
  result: unknown,
  ...c: string[]
): CallEvent => ({ type: "call", deno, result: String(result), c });

/** Lower-case hexadecimal digits, at least so many. */
export const hex = (value: number, digits = 2): string =>
  value.toString(16).padStart(digits, "0");

/** The bytes in which this machine keeps a 16-bit number in memory. */
export const inMemory = (value: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Uint16Array.of(value).buffer);

/** A port as the bytes that stand in a sockaddr. */
export const portBytes = (port: number): string =>
  `${hex(port >> 8)} ${hex(port & 0xff)}`;

/** Reads until the buffer is full: a read may give fewer bytes. */
export async function readFull(
  conn: Deno.Conn,
  buffer: Uint8Array,
): Promise<void> {
  for (let got = 0; got < buffer.length;) {
    const n = await conn.read(buffer.subarray(got));
    if (n === null) throw new Error(`Cannot read on: ended after ${got} bytes`);
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

/** The listener's row of the kernel's table, or one sentence if the table cannot be read. */
export async function listenerRow(port: number): Promise<DemoEvent> {
  try {
    const rows = await untilState(port, "LISTEN");
    const own = rows.filter((row) => row.state === "LISTEN");
    const labels = Object.fromEntries(
      own.map((row) => [rowKey(row), "our listener"]),
    );
    return { type: "rows", rows: own, labels };
  } catch (error) {
    if (!(error instanceof KernelUnavailable)) throw error;
    return {
      type: "unavailable",
      text: `${error.message}. The addresses shown are what Deno tells.`,
    };
  }
}
