/** What the page says of a submission that it cannot judge as a terminal does. */
export type PageDifference = Unlike | OtherColumn;

/** Not run at all. */
interface Unlike {
  /** Begins the sentence that a learner reads. */
  what: string;
  /** Why. */
  reason: string;
}

/** Judged alike, but for the column of the place. */
interface OtherColumn {
  what?: undefined;
  /** The columns, here and there. */
  column: { page: number; terminal: number };
  /** Why. */
  reason: string;
}

/** Needs what no browser has. */
const node = (module: string): PageDifference => ({
  what: `the file imports node:${module}, and a browser has no node: modules`,
  reason: `it uses node:${module}`,
});

/** Deno finds a column by a source map, which has no entry for a name behind `!`. */
const behindMark = (page: number, terminal: number): PageDifference => ({
  column: { page, terminal },
  reason: "Deno names the argument before .map, the page .map itself",
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
  "05_state_transitions": {
    fixed_columns: behindMark(38, 31),
    node_close_waits: node("net"),
    node_guests_stay: node("net"),
    node_listener: node("net"),
    node_sockets: node("net"),
    one_space: behindMark(38, 31),
  },
  "10_accept_queue": { node_net: node("net") },
  "11_time_wait": { asks_by_connecting_with_node: node("net") },
  "14_silence": {
    beside_node_net: node("net"),
    node_timers: node("timers/promises"),
  },
};
