import net from "node:net";
import { unsupported } from "../../network/errors.ts";
import { replace, undoAll } from "../../network/replace.ts";

/**
 * Sockets of `node:net` would go to the real network, where none of the peers
 * is: the fault of a submission that uses them says so, and not that its peer is silent.
 *
 * @returns Gives them back.
 */
export function refuseNodeSockets(): () => void {
  const refuse = (call: string) => () => {
    throw unsupported(
      `${call}() of node:net`,
      "use Deno.listen and Deno.connect, or judge on real sockets",
    );
  };
  return undoAll([
    replace(net.Socket.prototype, "connect", refuse("connect")),
    replace(net.Server.prototype, "listen", refuse("listen")),
  ]);
}
