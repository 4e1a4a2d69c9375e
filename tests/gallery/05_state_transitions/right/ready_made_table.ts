// Right: it looks the pair up in the workbook's own table, and counts with BigInt.
import {
  sentSegments,
  type TcpEvent,
  type TcpState,
  transition,
} from "../../../../workbook/tcp/mod.ts";
export * from "../../../../solutions/05_state_transitions.ts";

export function nextState(state: TcpState, event: TcpEvent) {
  const row = transition(state, event);
  if (!row) return Object.freeze({ state, sends: Object.freeze([]) });
  return { ...row, state: row.to, sends: sentSegments(row.action) };
}

const next = (isn: number) => Number(BigInt.asUintN(32, BigInt(isn) + 1n));

export function openingSegments(clientIsn: number, serverIsn: number) {
  const segment = (from: string, flags: string, seq: number, ack?: number) => ({
    from,
    flags,
    seq,
    ack,
    length: 0,
  });
  return [
    segment("client", "SYN", clientIsn),
    segment("server", "SYN,ACK", serverIsn, next(clientIsn)),
    segment("client", "ACK", next(clientIsn), next(serverIsn)),
  ];
}
