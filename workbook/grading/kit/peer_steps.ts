/**
 * What a peer does at one step of a script.
 *
 * @module
 */
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { whereToLook } from "./check_context.ts";
import { resolve, toBytes, type Words } from "./payload.ts";
import type { Peer } from "./peer.ts";
import { endText, isLong, readFailed, resetInstead } from "./peer_faults.ts";
import type { Step } from "./step.ts";
import { isPending } from "./waiting.ts";

/**
 * Lets a peer do a step, or expect what it says.
 *
 * @param did What is judged, told where much data comes: its own bytes tell little.
 * @throws {Wrong} If something else comes, or the connection ends.
 */
export async function playPeer(
  step: Step & { who: string },
  peer: Peer,
  words: Words,
  did?: string,
): Promise<void> {
  const options = { lookAt: step.lookAt };
  switch (step.verb) {
    case "connect":
      return;
    case "send": {
      const data = toBytes(resolve(step.payload, words));
      await (step.pieces
        ? peer.sendInPieces(data, step.pieces)
        : peer.send(data));
      return;
    }
    case "expect": {
      const data = toBytes(resolve(step.payload, words));
      const patience = isLong(data) && { withinMs: LIMITS.transferMs, did };
      return await peer.expect(data, { ...options, ...patience });
    }
    case "own": {
      const value = step.payload.length > 0
        ? resolve(step.payload, words)
        : undefined;
      await step.act(peer, value, step.lookAt);
      return;
    }
    case "halfClose":
      return await peer.halfClose();
    case "close":
      return peer.close();
    case "reset":
      return peer.reset();
    case "expectFin":
      return await peer.expectEnd(options);
    case "expectClose":
      return await peer.expectClosed(options);
    case "expectEnd":
      await peer.drain(options);
      return;
    case "expectReset": {
      const { end } = await peer.drain(options);
      if (end !== "reset") {
        throw new Wrong({
          cause: "never-closed",
          what: end === "fin"
            ? "the connection was closed, not reset"
            : "the read of the peer failed, and not by a reset",
          expected: "a reset (RST)",
          came: endText(end),
          ...options,
        });
      }
      return;
    }
    case "expectNothing":
      return await nothingComes(peer);
  }
}

/** Expects that nothing has come: no byte, and no end. What comes later is for other steps. */
export async function nothingComes(peer: Peer): Promise<void> {
  const next = peer.peek();
  if (await isPending(next)) return;
  const came = await next;
  const fault: Fault = came instanceof Uint8Array
    ? { cause: "wrong-bytes", what: "bytes came too early, or too many", came }
    : came === "reset"
    ? resetInstead(whereToLook())
    : came !== "fin"
    ? { ...readFailed(came), expected: "nothing" }
    : {
      cause: "closed-early",
      what: "the connection was ended",
      came: "end of stream (FIN)",
    };
  throw new Wrong({ ...fault, expected: "nothing now" });
}
