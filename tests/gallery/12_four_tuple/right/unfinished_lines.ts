// Right: the last line of a client is sent though it has no end, also after a reset.
import type { Server } from "../../../../solutions/12_four_tuple.ts";

export {
  connectionKey,
  demultiplex,
  isSelfConnected,
} from "../../../../solutions/12_four_tuple.ts";

interface Member {
  conn: Deno.TcpConn;
  /** What must still be written, one after the other. */
  writing: Promise<void>;
  unsent: number;
}

export function startChat({ port = 0 }: { port?: number } = {}): Server {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const members = new Set<Member>();
  const serving: Promise<void>[] = [];
  let stopped = false;

  function leave(member: Member): void {
    if (members.delete(member)) member.conn.close();
  }

  function say(speaker: Member, line: string): void {
    const bytes = new TextEncoder().encode(line + "\n");
    for (const member of members) {
      if (member === speaker) continue;
      member.unsent += bytes.length;
      member.writing = member.writing.then(async () => {
        for (let rest = bytes; rest.length > 0;) {
          rest = rest.subarray(await member.conn.write(rest));
        }
        member.unsent -= bytes.length;
      }).catch(() => leave(member));
      if (member.unsent > 16_000_000) leave(member);
    }
  }

  async function serve(conn: Deno.TcpConn): Promise<void> {
    const member = { conn, writing: Promise.resolve(), unsent: 0 };
    members.add(member);
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(10_000);
    let text = "";
    try {
      for (let n; (n = await conn.read(buffer)) !== null;) {
        text += decoder.decode(buffer.subarray(0, n), { stream: true });
        const lines = text.split(/\r?\n/);
        text = lines.pop()!;
        for (const line of lines) say(member, line);
      }
    } catch {
      // A reset, or stop().
    }
    if (text) say(member, text);
    leave(member);
    await member.writing;
  }

  async function accept(): Promise<void> {
    while (!stopped) {
      try {
        serving.push(serve(await listener.accept()));
      } catch {
        if (!stopped) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    for (const member of members) leave(member);
    await Promise.all(serving);
  }

  const finished = accept();
  return {
    addr: listener.addr,
    finished,
    stop() {
      if (!stopped) {
        stopped = true;
        listener.close();
        for (const member of members) leave(member);
      }
      return finished;
    },
  };
}
