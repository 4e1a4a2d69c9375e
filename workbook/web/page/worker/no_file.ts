/**
 * Takes the place of modules that a page does not have: an exercise as a file,
 * and all that is about `node:`.
 *
 * @module
 */
export default {};

/** There are no sockets of `node:` to refuse. */
export function refuseNodeSockets(): () => void {
  return () => {};
}

/** Never called: the model network can reset connections itself. */
export const connectNode = undefined;
/** Never called either. */
export const listenNode = undefined;
