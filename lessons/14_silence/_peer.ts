/**
 * The peer of this demo, in a process of its own: it connects to the port that
 * it is given, and sends back whatever comes, until the stream ends.
 */
const conn = await Deno.connect({
  hostname: "127.0.0.1",
  port: Number(Deno.args[0]),
});
const buffer = new Uint8Array(4096);
for (let n; (n = await conn.read(buffer)) !== null;) {
  for (let sent = 0; sent < n;) {
    sent += await conn.write(buffer.subarray(sent, n));
  }
}
conn.close();
