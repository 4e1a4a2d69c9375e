/**
 * How far the exchange of a check has come: no wait ends while bytes move.
 *
 * @module
 */

let moved = 0;

/** Bytes that a peer has sent or received, or that a read of the submission gave. */
export function countMoved(bytes: number): void {
  moved += bytes;
}

/** All bytes that have moved so far. */
export function bytesMoved(): number {
  return moved;
}
