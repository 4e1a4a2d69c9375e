import type { Opened } from "../../workbook/demo/kit.ts";

const HOSTNAME = "127.0.0.1";

/** A peer that is a process: it can be stopped, continued and killed. */
export interface Child {
  /** The demo's end of the connection. */
  conn: Deno.TcpConn;
  /** The port of the peer's end. */
  port: number;
  /** Sends a signal to the process. */
  signal(name: "SIGSTOP" | "SIGCONT" | "SIGKILL"): void;
}

/**
 * Starts the peer, and waits until it has connected.
 *
 * @param open What is closed when the demo ends; the process is killed then.
 * @returns The peer; a sentence where this process may start none, or where the
 * system cannot stop one.
 */
export async function startChild(open: Opened): Promise<Child | string> {
  const leftOut = "The peer in a process of its own is left out:";
  if (Deno.build.os === "windows") {
    return `${leftOut} Windows has no signal that stops one.`;
  }
  const listener = open.keep(Deno.listen({ hostname: HOSTNAME, port: 0 }));
  const { port } = listener.addr;
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-config",
        "--no-prompt",
        `--allow-net=${HOSTNAME}:${port}`,
        import.meta.resolve("./_peer.ts"),
        String(port),
      ],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  } catch {
    return `${leftOut} this process may not start it.`;
  }
  let hasEnded = false;
  const ended = child.status.then(() => {
    hasEnded = true;
  });
  const signal = (name: Deno.Signal) => {
    if (!hasEnded) child.kill(name);
  };
  // One that is stopped outlives us: a second Ctrl-C would leave it behind.
  const end = () => {
    Deno.removeSignalListener("SIGINT", end);
    signal("SIGKILL");
  };
  Deno.addSignalListener("SIGINT", end);
  open.keep({ close: end });
  const conn = await Promise.race([listener.accept(), ended]);
  if (!conn) return `${leftOut} it has ended before it connected.`;
  return { conn: open.keep(conn), port: conn.remoteAddr.port, signal };
}
