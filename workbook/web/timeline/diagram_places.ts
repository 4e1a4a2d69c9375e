import type { TcpState } from "../../tcp/mod.ts";

/** Size of the diagram, and of the box of a state. */
export const SIZE = { width: 560, height: 430 };
export const BOX = { width: 104, height: 26 };

/** The middle of each state's box, as RFC 9293 section 3.3.2 arranges them. */
export const PLACES: Record<TcpState, readonly [x: number, y: number]> = {
  CLOSED: [280, 28],
  LISTEN: [120, 82],
  SYN_SENT: [440, 82],
  SYN_RCVD: [120, 152],
  ESTABLISHED: [300, 190],
  FIN_WAIT_1: [120, 250],
  CLOSE_WAIT: [470, 250],
  FIN_WAIT_2: [80, 330],
  CLOSING: [250, 320],
  LAST_ACK: [470, 330],
  TIME_WAIT: [200, 400],
};

/** Where the line from one middle to another leaves the first one's box. */
export function edgeOf(
  [x, y]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): [number, number] {
  const [dx, dy] = [toX - x, toY - y];
  const across = dx === 0 ? Infinity : BOX.width / 2 / Math.abs(dx);
  const down = dy === 0 ? Infinity : BOX.height / 2 / Math.abs(dy);
  const part = Math.min(across, down, 1);
  return [x + dx * part, y + dy * part];
}
