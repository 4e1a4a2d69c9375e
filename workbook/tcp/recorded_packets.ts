import recorded from "./recorded_packets.json" with { type: "json" };

/** The name of a recorded connection. */
export type RecordedName = keyof typeof recorded;

/** A packet as it was captured. */
export interface RecordedPacket {
  /** Seconds since the first packet of the connection. */
  seconds: number;
  /** The whole IPv4 packet, from its first byte. */
  bytes: Uint8Array;
}

/**
 * The packets of one connection, captured on the loopback interface of Linux
 * 6.18. They carry IPv4: loopback has no Ethernet header.
 *
 * @param name Which connection.
 * @returns The packets of both directions, in the order of their capture.
 */
export function recordedPackets(name: RecordedName): RecordedPacket[] {
  return recorded[name].packets.map((line) => {
    const [seconds, hex] = line.split(" ");
    return { seconds: Number(seconds), bytes: Uint8Array.fromHex(hex) };
  });
}
