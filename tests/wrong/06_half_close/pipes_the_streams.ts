// Wrong: pipes conn.readable to conn.writable: the first end closes both connections. Caught by: "half-closes b when a ends, and still carries what b says"
export * from "../../../solutions/06_half_close.ts";

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  await Promise.all([
    a.readable.pipeTo(b.writable),
    b.readable.pipeTo(a.writable),
  ]);
}
