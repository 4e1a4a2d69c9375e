// Wrong: pipes without closing the target, but the source is closed at its end. Caught by: "half-closes b when a ends, and still carries what b says"
export * from "../../../solutions/06_half_close.ts";

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  const pipe = async (from: Deno.Conn, to: Deno.Conn) => {
    await from.readable.pipeTo(to.writable, { preventClose: true });
    await to.closeWrite();
  };
  await Promise.all([pipe(a, b), pipe(b, a)]);
}
