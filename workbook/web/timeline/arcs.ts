/**
 * The arcs of the state machine, from its table.
 *
 * @module
 */
import { type TcpState, type Transition, transitions } from "../../tcp/mod.ts";

/** All that takes a connection from one state into another. */
export interface Arc {
  from: TcpState;
  to: TcpState;
  /** Rows of the table, one for each event. */
  rows: Transition[];
}

/** Every arc, in the order of the table. */
export function allArcs(): Arc[] {
  const arcs = new Map<string, Arc>();
  for (const row of transitions()) {
    const { from, to } = row;
    if (from === to) continue;
    const key = `${from} ${to}`;
    const arc = arcs.get(key) ?? { from, to, rows: [] };
    arcs.set(key, arc);
    arc.rows.push(row);
  }
  return [...arcs.values()];
}

/** The arcs that leave a state. */
export function arcsFrom(state: TcpState): Arc[] {
  return allArcs().filter(({ from }) => from === state);
}
