import type { Endpoint } from "../../../../workbook/endpoint.ts";
import { Buffer } from "node:buffer";

function readAll(conn: Deno.Conn, cb: (err: unknown, data?: Buffer) => void) {
  const bufs: Buffer[] = [];
  (function next() {
    const b = Buffer.alloc(16384);
    conn.read(b).then((n) => {
      if (n === null) return cb(null, Buffer.concat(bufs));
      bufs.push(b.subarray(0, n));
      next();
    }, cb);
  })();
}
function writeAll(
  conn: Deno.Conn,
  data: Uint8Array,
  cb: (err?: unknown) => void,
) {
  if (!data.byteLength) return void cb();
  conn.write(data).then((n) => writeAll(conn, data.subarray(n), cb), cb);
}
export function answerAfterEof(conn: Deno.Conn): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (err?: unknown) => {
      conn.close();
      if (err) reject(err);
      else resolve();
    };
    readAll(conn, (err, data) => {
      if (err) return done(err);
      writeAll(
        conn,
        Buffer.from(data!.toString("utf8").toUpperCase(), "utf8"),
        done,
      );
    });
  });
}
export function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  return Deno.connect({ hostname: server.hostname, port: server.port }).then((
    conn,
  ) =>
    new Promise<Buffer>((resolve, reject) => {
      let left = 2;
      let reply: Buffer;
      let failed = false;
      const fin = (err?: unknown) => {
        if (failed) return;
        if (err) {
          failed = true;
          conn.close();
          return reject(err);
        }
        if (--left === 0) {
          conn.close();
          resolve(reply);
        }
      };
      readAll(conn, (err, data) => {
        reply = data!;
        fin(err);
      });
      writeAll(conn, request, (err) =>
        err ? fin(err) : void conn.closeWrite().then(() =>
          fin(), fin));
    })
  );
}
export function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  let left = 2;
  let over = false;
  return new Promise((resolve, reject) => {
    const end = (err?: unknown) => {
      if (over) return;
      if (err || --left === 0) {
        over = true;
        a.close();
        b.close();
        err ? reject(err) : resolve();
      }
    };
    const pump = (x: Deno.Conn, y: Deno.Conn) => {
      const buf = Buffer.allocUnsafe(65536);
      const loop = () =>
        x.read(buf).then((n) => {
          if (n === null) return y.closeWrite().then(() => end(), end);
          writeAll(y, buf.subarray(0, n), (e) => e ? end(e) : loop());
        }, end);
      loop();
    };
    pump(a, b);
    pump(b, a);
  });
}
