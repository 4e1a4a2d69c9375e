/**
 * Locks what the sockets of `node:` are made of: a peer that resets its
 * connection is one. Loading them takes longer than most checks, so only a
 * submission that may use a part of `node:` pays for it.
 *
 * @module
 */
import { EventEmitter } from "node:events";
import net from "node:net";
import stream from "node:stream";
// What it replaces a call by must be there before.
import "./refuse_node.ts";
import { lock } from "./lock.ts";

for (
  const { prototype } of [
    EventEmitter,
    stream.Stream,
    stream.Readable,
    stream.Writable,
    stream.Duplex,
    net.Socket,
    net.Server,
  ]
) lock(prototype, true);
lock(net);
