/**
 * The process that runs a demonstration under a call tracer. Its steps and the
 * rows it reads are left as marks.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import { leaveMark } from "../sandbox/mark.ts";
import { markSockets } from "../sandbox/mark_sockets.ts";

const [stem] = Deno.args;
const lesson = LESSONS.find((each) => each.stem === stem);
if (!lesson) throw new TypeError(`Cannot find the lesson "${stem}"`);
const demo = await lesson.demo();
markSockets();
for await (const event of demo()) {
  if (event.type === "step") leaveMark({ type: "step", title: event.title });
  else if (event.type === "rows") {
    const { rows, labels = {} } = event;
    leaveMark({ type: "rows", rows, labels });
  }
}
Deno.exit(0);
