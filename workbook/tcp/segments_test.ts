import { assertEquals, assertThrows } from "@std/assert";
import {
  ackSegment,
  dataSegment,
  drawn,
  fourWayClose,
  handshakeSegments,
  openingSegments,
  refusalSegments,
  resetSegment,
  type Segment,
  type Side,
  threeSegmentClose,
} from "./segments.ts";
import { SEQUENCE_SPACE } from "./sequence.ts";
import { follow, type TcpEvent } from "./state_machine.ts";

/** The states one side is shown in, each once. */
function shown(segments: Segment[], side: Side): string[] {
  return segments.map((segment) => segment[side]).filter((state) =>
    state !== undefined
  );
}

/** The states that events lead to. */
function reached(...events: TcpEvent[]): string[] {
  return follow("CLOSED", events).map((row) => row.to);
}

Deno.test("openingSegments() acknowledges each initial number plus one", () => {
  assertEquals(openingSegments(100, 900), [
    { from: "client", flags: "SYN", seq: 100 },
    { from: "server", flags: "SYN,ACK", seq: 900, ack: 101 },
    { from: "client", flags: "ACK", seq: 101, ack: 901 },
  ]);
});

Deno.test("openingSegments() goes round after 4294967295", () => {
  const last = SEQUENCE_SPACE - 1;
  const [, synAck, ack] = openingSegments(last, last);
  assertEquals([synAck.ack, ack.seq, ack.ack], [0, 0, 0]);
});

Deno.test("openingSegments() refuses what is no sequence number", () => {
  assertThrows(() => openingSegments(SEQUENCE_SPACE, 0), RangeError);
  assertThrows(() => openingSegments(0, -1), RangeError);
});

Deno.test("openingSegments() gives the numbers of a recorded connection", () => {
  const opening = openingSegments(2708240513, 3148105441);
  assertEquals(opening.map(({ seq, ack }) => [seq, ack]), [
    [2708240513, undefined],
    [3148105441, 2708240514],
    [2708240514, 3148105442],
  ]);
});

Deno.test("drawn() puts the numbers beside the flags", () => {
  assertEquals(openingSegments(100, 900).map(drawn), [
    { from: "client", label: "SYN  seq 100" },
    { from: "server", label: "SYN, ACK  seq 900 ack 101" },
    { from: "client", label: "ACK  seq 101 ack 901" },
  ]);
});

Deno.test("handshakeSegments() shows the states of the state machine", () => {
  const segments = handshakeSegments();
  assertEquals(segments.map((s) => s.label), ["SYN", "SYN, ACK", "ACK"]);
  assertEquals(
    shown(segments, "client"),
    reached("open_active", "rcv_syn_ack"),
  );
  assertEquals(
    ["LISTEN", ...shown(segments, "server")],
    reached("open_passive", "rcv_syn", "rcv_ack_of_syn"),
  );
});

for (
  const [side, peer] of [["client", "server"], ["server", "client"]] as const
) {
  Deno.test(`fourWayClose() shows the states of the state machine, ${side} first`, () => {
    const segments = fourWayClose(side);
    assertEquals(
      segments.map(({ from, label }) => `${from} ${label}`),
      [`${side} FIN, ACK`, `${peer} ACK`, `${peer} FIN, ACK`, `${side} ACK`],
    );
    assertEquals(
      shown(segments, side),
      reached(
        "open_active",
        "rcv_syn_ack",
        "close",
        "rcv_ack_of_fin",
        "rcv_fin",
      )
        .slice(2),
    );
    assertEquals(
      shown(segments, peer),
      reached(
        "open_active",
        "rcv_syn_ack",
        "rcv_fin",
        "close",
        "rcv_ack_of_fin",
      )
        .slice(2),
    );
  });

  Deno.test(`threeSegmentClose() goes from FIN_WAIT_1 to TIME_WAIT, ${side} first`, () => {
    const segments = threeSegmentClose(side);
    assertEquals(
      segments.map(({ from, label }) => `${from} ${label}`),
      [`${side} FIN, ACK`, `${peer} FIN, ACK`, `${side} ACK`],
    );
    assertEquals(
      shown(segments, side),
      reached("open_active", "rcv_syn_ack", "close", "rcv_fin_ack_of_fin")
        .slice(2),
    );
    assertEquals(shown(segments, peer), ["CLOSE_WAIT", "LAST_ACK", "CLOSED"]);
  });
}

Deno.test("refusalSegments() brings the client back to CLOSED", () => {
  const segments = refusalSegments();
  assertEquals(segments.map((s) => s.label), ["SYN", "RST, ACK"]);
  assertEquals(shown(segments, "client"), reached("open_active", "rcv_rst"));
  assertEquals(shown(segments, "server"), ["CLOSED"]);
});

Deno.test("dataSegment(), ackSegment() and resetSegment() are single segments", () => {
  assertEquals(dataSegment("client", 5), {
    from: "client",
    label: "data, 5 bytes",
  });
  assertEquals(dataSegment("server", 1).label, "data, 1 byte");
  assertEquals(ackSegment("server"), { from: "server", label: "ACK" });
  assertEquals(resetSegment("server"), {
    from: "server",
    label: "RST, ACK",
    client: "CLOSED",
    server: "CLOSED",
  });
});
