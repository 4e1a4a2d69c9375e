import type { Endpoint } from "../../../../workbook/endpoint.ts";

const writeAll = (conn: Deno.Conn, data: Uint8Array): Promise<void> =>
  data.length === 0
    ? Promise.resolve()
    : conn.write(data).then((n) => writeAll(conn, data.subarray(n)));

const readAll = (
  conn: Deno.Conn,
  chunks: Uint8Array<ArrayBuffer>[] = [],
): Promise<Uint8Array<ArrayBuffer>> => {
  const buffer = new Uint8Array(1 << 18);
  return conn.read(buffer).then((n) => {
    if (n === null) return new Blob(chunks).bytes();
    chunks.push(buffer.slice(0, n));
    return readAll(conn, chunks);
  });
};

export const answerAfterEof = (conn: Deno.Conn): Promise<void> =>
  readAll(conn)
    .then((bytes) => new TextDecoder().decode(bytes).toUpperCase())
    .then((text) => writeAll(conn, new TextEncoder().encode(text)))
    .finally(() => conn.close());

export const exchange = (
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> =>
  Deno.connect({ ...server }).then((conn) =>
    Promise.all([
      readAll(conn),
      writeAll(conn, request).then(() => conn.closeWrite()),
    ]).then(([reply]) => reply).finally(() => conn.close())
  );

const carry = (from: Deno.Conn, to: Deno.Conn): Promise<void> => {
  const buffer = new Uint8Array(65536);
  return from.read(buffer).then((n) =>
    n === null
      ? to.closeWrite()
      : writeAll(to, buffer.subarray(0, n)).then(() => carry(from, to))
  );
};

export const relay = (a: Deno.Conn, b: Deno.Conn): Promise<void> =>
  Promise.all([carry(a, b), carry(b, a)]).then(() => {}).finally(() => {
    a.close();
    b.close();
  });
