/** Parts of `node:` that open no socket. */
const WITHOUT_SOCKETS = new Set(
  ("assert async_hooks buffer events module os path perf_hooks process " +
    "querystring stream string_decoder timers url util").split(" "),
);

/**
 * Whether a text names a part of `node:` that may open sockets, or computes the
 * name of one. They are not on the model network.
 */
export function usesNodeSockets(text: string): boolean {
  return [...text.matchAll(/\bnode:(\w*)/g)]
    .some(([, name]) => !WITHOUT_SOCKETS.has(name));
}
