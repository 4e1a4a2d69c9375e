/** Numbers of two bytes in the memory of this machine. */
import {
  ask,
  bytes,
  call,
  type Events,
  say,
  step,
} from "../../workbook/demo/kit.ts";
import { machineByteOrder } from "../../workbook/kernel/mod.ts";
import * as show from "./_show.ts";
import { TEXT } from "./_text.ts";

const { HEADER, PORT } = show;

/** The two bytes of a number, read in both orders. */
export async function* inMemory(): Events {
  const order = machineByteOrder();
  yield step(2, "How this machine keeps the number");
  yield ask("in-memory");
  const memory = show.inMemory(PORT);
  yield bytes(`${PORT} in memory here`, memory);
  const view = new DataView(memory.buffer);
  yield call("view.getUint16(0, true)", view.getUint16(0, true));
  yield call("view.getUint16(0)", view.getUint16(0));
  yield say(
    `This machine is ${order}, so htons(${PORT}) ` +
      (order === "little-endian"
        ? "must swap the two bytes."
        : "changes nothing."),
  );
  yield call(
    `[${PORT} & 0xff, header[1]]`,
    `${show.hex(PORT & 0xff)} and ${show.hex(HEADER[1])}, in hexadecimal`,
  );
  yield say(TEXT.bitNumbers);
}

/** Numbers that two bytes cannot hold. */
export async function* cut(): Events {
  yield step(5, "Three numbers that do not fit into two bytes");
  yield ask("cut");
  const view = new DataView(new ArrayBuffer(2));
  for (const value of [65536, -1, 1.5]) {
    view.setUint16(0, value);
    yield call(
      `view.setUint16(0, ${value}); view.getUint16(0)`,
      view.getUint16(0),
    );
  }
  yield say(TEXT.cut);
}
