import type { Recording } from "./recording.ts";

/**
 * Prepares to name the other end of each connection.
 *
 * @param recording The recording.
 * @returns Names the peer of a socket, by the index of the socket: `client 1`,
 * or its port where both ends are at one lane; `undefined` for a listener.
 */
export function peersOf(
  recording: Recording,
): (end: number) => string | undefined {
  const { ends, lanes } = recording;
  const laneOf = new Map<string, number>();
  for (const { local, remote, lane } of ends) {
    if (remote) laneOf.set(`${local} ${remote}`, lane);
  }
  return (end) => {
    const { local, remote, lane } = ends[end];
    if (remote === undefined) return;
    const peer = laneOf.get(`${remote} ${local}`);
    return peer === undefined || peer === lane
      ? `port ${portOf(remote)}`
      : lanes[peer].name;
  };
}

/** The port of an endpoint. */
export function portOf(endpoint: string): string {
  return endpoint.slice(endpoint.lastIndexOf(":") + 1);
}
