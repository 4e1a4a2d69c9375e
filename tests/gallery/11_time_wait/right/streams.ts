export * from "../../../../solutions/11_time_wait.ts";

export async function politeHandler(
  conn: Deno.Conn,
  options: { closeWithinMs: number },
): Promise<void> {
  const reader = conn.readable.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLate = false;
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) break;
      if (timer !== undefined) continue;
      for (let sent = 0; sent < 5;) {
        sent += await conn.write(new TextEncoder().encode("OK!!!".slice(sent)));
      }
      if (new TextDecoder().decode(value) === "exit") {
        timer = setTimeout(() => {
          isLate = true;
          try {
            conn.close();
          } catch { /* The stream has closed it. */ }
        }, options.closeWithinMs);
      }
    }
  } catch (error) {
    if (!isLate) throw error;
  } finally {
    clearTimeout(timer);
    try {
      conn.close();
    } catch { /* Closed already. */ }
  }
}
