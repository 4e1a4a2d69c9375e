import { assertEquals } from "@std/assert";
import { halves } from "./halves.ts";
import { TCP_STATES, type TcpState } from "./state.ts";
import { follow, transitions } from "./state_machine.ts";

Deno.test("halves() shows half-close: each side has one direction left", () => {
  assertEquals(halves("FIN_WAIT_2"), { send: "FIN acked", receive: "open" });
  assertEquals(halves("CLOSE_WAIT"), {
    send: "open",
    receive: "FIN received",
  });
});

Deno.test("halves() gives each state with a connection a pair of its own, but for CLOSING and LAST_ACK", () => {
  const pairs = new Map<string, TcpState[]>();
  for (const state of TCP_STATES) {
    const { send, receive } = halves(state);
    if (send === "closed") continue;
    const key = `${send}, ${receive}`;
    pairs.set(key, [...pairs.get(key) ?? [], state]);
  }
  assertEquals(
    [...pairs.values()].filter((states) => states.length > 1),
    [["CLOSING", "LAST_ACK"]],
  );
});

Deno.test("halves() agrees with the state machine on what each event ends", () => {
  for (const { id, from, event, to } of transitions()) {
    const [before, after] = [halves(from), halves(to)];
    if (before.send === "closed" || after.send === "closed") continue;
    if (event === "close") {
      assertEquals(
        after.send,
        before.send === "open" ? "FIN sent" : before.send,
        id,
      );
      assertEquals(after.receive, before.receive, id);
    }
    if (event === "rcv_fin") {
      assertEquals(after, { send: before.send, receive: "FIN received" }, id);
    }
    if (event === "rcv_ack_of_fin") {
      assertEquals(after, { send: "FIN acked", receive: before.receive }, id);
    }
  }
});

Deno.test("halves() carries nothing before the handshake is done", () => {
  for (const { to } of follow("CLOSED", ["open_passive", "rcv_syn"])) {
    assertEquals(halves(to), { send: "closed", receive: "closed" });
  }
});

Deno.test("halves() returns an object of its own", () => {
  halves("ESTABLISHED").send = "closed";
  assertEquals(halves("ESTABLISHED").send, "open");
});
