/**
 * TCP as data: the eleven states, the state machine, what a state means for
 * each direction, sequence numbers, and the exchanges that demonstrations draw.
 *
 * @module
 */
export * from "./halves.ts";
export * from "./recorded_packets.ts";
export * from "./segments.ts";
export * from "./sequence.ts";
export * from "./state.ts";
export * from "./state_machine.ts";
