import { assert, assertEquals } from "@std/assert";
import { stripAnsiCode } from "@std/fmt/colors";
import { TCP_STATES, transition, transitions } from "../tcp/mod.ts";
import { stateDiagram, statePath } from "./state_diagram.ts";
import { MAIN_LINES, SMALL, WHOLE } from "./state_layout.ts";
import { createStyle } from "./style.ts";
import { textWidth } from "./width.ts";

const wide = createStyle({ colour: false, width: 80 });

Deno.test("both diagrams have every state, and mark the current one only", () => {
  for (const unicode of [true, false]) {
    const style = createStyle({ colour: false, width: 80, unicode });
    for (const state of TCP_STATES) {
      for (
        const lines of [
          stateDiagram(style, state).slice(0, -4),
          statePath(state, style, 7),
        ]
      ) {
        const text = lines.join("\n");
        for (const each of TCP_STATES) assert(text.includes(each), each);
        const marked = text.match(/(?<!rcv_rst)\[\w+\]/g) ?? [];
        assertEquals(new Set(marked), new Set([`[${state}]`]));
        for (const line of lines) assert(textWidth(line) <= 80, line);
      }
    }
  }
});

Deno.test("an unmarked diagram names the event of every arrow once", () => {
  const text = stateDiagram(wide).slice(0, 19).join("\n");
  const events = text.match(/[a-z]\w+(?:\[passive\])?/g);
  assertEquals(
    events?.toSorted(),
    WHOLE.arcs.map(({ row }) => row.event).sort(),
  );
});

Deno.test("the arrows of a diagram end beside the state that they lead to", () => {
  for (const { nodes, arcs } of [WHOLE, SMALL]) {
    for (const { row, points } of arcs) {
      const [x, y] = points[points.length - 1];
      const isBeside = nodes.some(([state, [left, top]]) =>
        state === row.to && Math.abs(y - top) <= 1 &&
        x >= left - 1 && x <= left + state.length + 2
      );
      assert(isBeside, `${row.from} ${row.event}`);
    }
  }
});

Deno.test("the main lines are those arrows that are drawn double", () => {
  const main = WHOLE.arcs.filter((arc) => arc.main);
  const events = Object.values(MAIN_LINES).flat();
  assertEquals(main.length, events.length);
});

Deno.test("what the note says of abort and rcv_rst is what the table says", () => {
  const connections = TCP_STATES.filter((state) =>
    state !== "CLOSED" && state !== "LISTEN"
  );
  for (const state of connections) {
    assertEquals(transition(state, "abort")?.to, "CLOSED", state);
    const resets = transitions().filter(({ from, event }) =>
      from === state && (event === "rcv_rst" || event === "rcv_rst[active]")
    );
    assertEquals(resets.map(({ to }) => to), ["CLOSED"], state);
  }
});

Deno.test("a narrow terminal lists the arrows", () => {
  const style = createStyle({ colour: false, width: 60 });
  assertEquals(statePath("FIN_WAIT_1", style, 2), [
    "  [FIN_WAIT_1]",
    "     rcv_ack_of_fin → FIN_WAIT_2",
    "     rcv_fin → CLOSING",
  ]);
  const text = stateDiagram(style, "FIN_WAIT_1").join("\n");
  for (const { row } of WHOLE.arcs) {
    assert(text.includes(`   ${row.event} → ${row.to}`), row.event);
  }
});

Deno.test({
  name: "colours change no sign of a diagram",
  ignore: Deno.noColor,
  fn() {
    const coloured = createStyle({ colour: true, width: 80 });
    const lines = statePath("FIN_WAIT_1", coloured);
    assert(lines.join("").includes("\x1b["));
    assertEquals(lines.map(stripAnsiCode), statePath("FIN_WAIT_1", wide));
  },
});
