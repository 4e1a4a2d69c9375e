import net from "node:net";
import { unsupported } from "../../network/errors.ts";
import { replace } from "../../network/replace.ts";
import { noteNodeSocket } from "../kit/stand_ins.ts";

const { apply } = Reflect;

let isRefused = false;

/** Replaces a call of `node:net` by one that is noticed, and refused while the model network is in use. */
function guard(owner: object, name: string): void {
  const own = Reflect.get(owner, name);
  replace(owner, name, function (this: unknown, ...args: unknown[]) {
    noteNodeSocket();
    if (!isRefused) return apply(own, this, args);
    throw unsupported(
      `${name}() of node:net`,
      "use Deno.listen and Deno.connect, or judge on real sockets",
    );
  });
}

guard(net.Socket.prototype, "connect");
guard(net.Server.prototype, "listen");

/**
 * Sockets of `node:net` would go to the real network, where none of the peers
 * is: the fault of a submission that uses them says so, and not that its peer is silent.
 *
 * @returns Gives them back.
 */
export function refuseNodeSockets(): () => void {
  isRefused = true;
  return () => {
    isRefused = false;
  };
}
