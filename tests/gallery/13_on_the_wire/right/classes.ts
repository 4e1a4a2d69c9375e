import type {
  Ipv4Packet,
  TcpSegment,
} from "../../../../solutions/13_on_the_wire.ts";
export * from "../../../../solutions/13_on_the_wire.ts";

class Reader {
  protected readonly view: DataView;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  protected cut(from: number, to?: number): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(from, to));
  }
}

class Packet extends Reader implements Ipv4Packet {
  get source() {
    return this.#address(12);
  }

  get destination() {
    return this.#address(16);
  }

  get protocol() {
    return this.view.getUint8(9);
  }

  get ttl() {
    return this.view.getUint8(8);
  }

  get headerLength() {
    return this.view.getUint8(0) % 16 << 2;
  }

  get totalLength() {
    return this.view.getUint16(2);
  }

  get payload() {
    return this.cut(this.headerLength, this.totalLength);
  }

  get isWhole() {
    return this.view.getUint8(0) >> 4 === 4 && this.headerLength >= 20 &&
      this.totalLength >= this.headerLength &&
      this.totalLength <= this.view.byteLength;
  }

  #address(at: number): string {
    return this.cut(at, at + 4).join(".");
  }
}

class Segment extends Reader implements TcpSegment {
  get sourcePort() {
    return this.view.getUint16(0);
  }

  get destinationPort() {
    return this.view.getUint16(2);
  }

  get seq() {
    return this.view.getUint32(4);
  }

  get ack() {
    return this.view.getUint32(8);
  }

  get headerLength() {
    return (this.view.getUint8(12) & 0xf0) / 4;
  }

  get flags() {
    const bits = this.view.getUint8(13).toString(2).padStart(8, "0");
    return ["CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"]
      .filter((_, i) => bits[i] === "1").reverse().join(",");
  }

  get window() {
    return this.view.getUint16(14);
  }

  get payload() {
    return this.cut(this.headerLength);
  }

  get isWhole() {
    return this.headerLength >= 20 &&
      this.headerLength <= this.view.byteLength;
  }
}

export function parseIpv4Packet(bytes: Uint8Array): Ipv4Packet | null {
  const packet = bytes.length >= 20 && new Packet(bytes);
  return packet && packet.isWhole ? packet : null;
}

export function parseTcpSegment(bytes: Uint8Array): TcpSegment | null {
  const segment = bytes.length >= 20 && new Segment(bytes);
  return segment && segment.isWhole ? segment : null;
}

export function nextAck({ seq, flags, payload }: TcpSegment): number {
  let next = BigInt(seq) + BigInt(payload.length);
  if (flags.includes("SYN")) next++;
  if (flags.includes("FIN")) next++;
  return Number(BigInt.asUintN(32, next));
}

export function diagnose(
  trace: Uint8Array[],
): "open" | "refused" | "timed-out" | "reset" | "closed" {
  const seen = trace.flatMap((bytes) => {
    const packet = parseIpv4Packet(bytes);
    const segment = packet?.protocol === 6
      ? parseTcpSegment(packet.payload)
      : null;
    return packet && segment
      ? [{
        from: `${packet.source}:${segment.sourcePort}`,
        flags: segment.flags,
      }]
      : [];
  });
  const agreed = seen.findIndex(({ flags }) => /SYN.*ACK/.test(flags));
  const reset = seen.findIndex(({ flags }) => flags.includes("RST"));
  if (reset >= 0) return agreed < 0 || agreed > reset ? "refused" : "reset";
  const ends = seen.filter(({ flags }) => flags.includes("FIN"))
    .map(({ from }) => from);
  if (ends.some((from) => from !== ends[0])) return "closed";
  return agreed < 0 ? "timed-out" : "open";
}
