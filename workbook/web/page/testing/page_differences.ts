/** What the page says of a submission that it cannot run as a terminal does. */
export interface PageDifference {
  /** Begins the sentence that a learner reads. */
  what: string;
  /** Why. */
  reason: string;
}

/** Needs what no browser has. */
const node = (module: string): PageDifference => ({
  what: `the file imports node:${module}, and a browser has no node: modules`,
  reason: `it uses node:${module}`,
});

/**
 * Known submissions that the page does not judge as the terminal does on the
 * model network, each with its reason, by lesson and name. All others are
 * judged alike.
 */
export const PAGE_DIFFERENCES: Readonly<
  Record<string, Readonly<Record<string, PageDifference>>>
> = {
  "01_byte_order": { node_helpers: node("buffer") },
  "02_addresses": {
    ipv6_zone: node("net"),
    regular_expressions: node("net"),
  },
  "05_state_transitions": { node_sockets: node("net") },
  "14_silence": {
    beside_node_net: node("net"),
    node_timers: node("timers/promises"),
  },
};
