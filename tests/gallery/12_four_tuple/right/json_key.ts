// Right: the key is JSON, both ends are sorted, and equality is that of keys.
export { demultiplex, startChat } from "../../../../solutions/12_four_tuple.ts";

const end = ({ hostname, port }: Deno.NetAddr) =>
  JSON.stringify([hostname, port]);

export function connectionKey(conn: Deno.TcpConn): string {
  return JSON.stringify([end(conn.localAddr), end(conn.remoteAddr)].sort());
}

export function isSelfConnected(conn: Deno.TcpConn): boolean {
  return end(conn.localAddr) === end(conn.remoteAddr);
}
