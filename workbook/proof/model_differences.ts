/**
 * Known answers that are judged differently on the model network (profile
 * `kind`) than on real sockets, each with its reason.
 */
export const MODEL_DIFFERENCES: Readonly<Record<string, string>> = {
  "tests/right/05_state_transitions/node_sockets.ts":
    "it uses node:net, which stays on real sockets",
};
