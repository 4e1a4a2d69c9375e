/**
 * Known submissions that are judged differently on the model network (profile
 * `kind`) than on real sockets, each with its reason, by lesson and name.
 */
export const MODEL_DIFFERENCES: Readonly<
  Record<string, Readonly<Record<string, string>>>
> = {
  "05_state_transitions": {
    node_listener: "it uses node:net, which stays on real sockets",
    node_sockets: "it uses node:net, which stays on real sockets",
  },
  "06_half_close": {
    relay_ignores_short_writes:
      "no write is short where the reader empties its queue in the same turn of the event loop; the kernel's window grows more slowly",
    writes_without_waiting:
      "its writes are whole, and in order, where the reader empties its queue in the same turn of the event loop",
  },
  "10_accept_queue": {
    node_net: "it uses node:net, which stays on real sockets",
  },
};
