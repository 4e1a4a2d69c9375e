import {
  classifyFailure,
  type End,
} from "../../../../solutions/09_connection_endings.ts";

export { classifyFailure };

export function drain(
  conn: Deno.Conn,
  bytes = 0,
): Promise<{ bytes: number; end: End }> {
  return conn.read(new Uint8Array(4096)).then(
    (n) => n === null ? { bytes, end: "fin" as End } : drain(conn, bytes + n),
    (error) => {
      const end = classifyFailure(error);
      if (end === "reset" || end === "local") return { bytes, end };
      throw error;
    },
  );
}

const close = (conn: Deno.Conn) => {
  try {
    conn.close();
  } catch {
    // Closed already.
  }
};

export const guard =
  (handle: (conn: Deno.Conn) => Promise<void>) =>
  (conn: Deno.Conn): Promise<void> =>
    Promise.resolve()
      .then(() => handle(conn))
      .catch(() => {})
      .then(() => close(conn));

export function closeGracefully(
  conn: Deno.Conn,
  { drainMs }: { drainMs: number },
): Promise<"clean" | "forced"> {
  const timer = setTimeout(close, drainMs, conn);
  return Promise.resolve()
    .then(() => conn.closeWrite())
    .then(() => drain(conn))
    .then(
      ({ end }): "clean" | "forced" => end === "fin" ? "clean" : "forced",
      () => "forced" as const,
    )
    .finally(() => {
      clearTimeout(timer);
      close(conn);
    });
}
