/** What the notes' C server does with a connection, call by call. */
import { type DemoEvent, tryCall as call } from "../../workbook/demo/kit.ts";

/** The size of its buffer. */
const BUFFER_BYTES = 1024;

/**
 * One turn of its loop: read, print, answer, compare.
 *
 * @param conn The server's end.
 * @returns Whether the server ends the conversation.
 */
export async function* notesTurn(
  conn: Deno.Conn,
): AsyncGenerator<DemoEvent, boolean, void> {
  const buffer = new Uint8Array(BUFFER_BYTES);
  let n: number | null = 0;
  yield await call(
    `await conn.read(new Uint8Array(${BUFFER_BYTES}))`,
    async () => n = await conn.read(buffer),
    `recv(fd, recv_buf, ${BUFFER_BYTES}, 0)`,
  );
  const text = new TextDecoder().decode(buffer.subarray(0, n ?? 0));
  yield await call(
    'await conn.write("OK!!!")',
    () => conn.write(new TextEncoder().encode("OK!!!")),
    'send(fd, "OK!!!", 5, MSG_NOSIGNAL)',
  );
  const shown = text.length > 20 ? `${text.slice(0, 20)}…` : text;
  yield await call(
    `${JSON.stringify(shown)} === "exit"`,
    () => text === "exit",
    'strcmp(recv_buf, "exit") == 0',
  );
  return text === "exit";
}
