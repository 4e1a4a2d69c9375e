/**
 * Known submissions that are judged differently on the model network (profile
 * `kind`) than on real sockets, each with its reason, by lesson and name.
 */
export const MODEL_DIFFERENCES: Readonly<
  Record<string, Readonly<Record<string, string>>>
> = {
  "05_state_transitions": {
    node_sockets: "it uses node:net, which stays on real sockets",
  },
  "06_half_close": {
    one_buffer_for_all_relays:
      "it fails when two reads end in the same turn of the event loop, and in the model each has its own turn",
    one_relay_at_a_time:
      "it fails when two reads end in the same turn of the event loop; in the model each has its own turn",
  },
};
