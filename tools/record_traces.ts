/**
 * Records the trace of each lesson's solution, or of its demo where the
 * solution has no peer, for machines that cannot trace:
 *
 * ```sh
 * deno run --no-prompt --allow-read=. --allow-net=127.0.0.1 \
 *   --allow-run=strace,cat --allow-sys=osRelease \
 *   --allow-write=workbook/xray/recorded tools/record_traces.ts
 * ```
 *
 * @module
 */
import { LESSONS } from "../workbook/catalogue.ts";
import { loadPlays } from "../workbook/poke/play.ts";
import { formatRecorded, recordedFile } from "../workbook/xray/recorded.ts";
import { xrayDemo } from "../workbook/xray/demo.ts";
import { traceSubmission } from "../workbook/trace_submission.ts";
import { findTracer } from "../workbook/sandbox/tracer.ts";

const tracer = await findTracer();
if (!tracer.available) throw new Error(tracer.reason);
const [release] = /^\d+\.\d+/.exec(Deno.osRelease()) ?? [""];
const system = `Linux ${release}, ${tracer.version}, Deno ${Deno.version.deno}`;
for (const lesson of LESSONS) {
  const [play] = await loadPlays(lesson);
  const { command } = tracer;
  const { entries, problem } = play
    ? await traceSubmission({
      lesson,
      play,
      index: 0,
      file: lesson.files.solution.path,
      tracer: command,
    })
    : await xrayDemo(lesson, command);
  if (problem) throw new Error(problem.sentence);
  const recorded = formatRecorded({
    of: play ? "solution" : "demo",
    system,
    date: new Date().toISOString().slice(0, 10),
    entries,
  });
  await Deno.writeTextFile(recordedFile(lesson), recorded);
  console.log(`${lesson.stem}: ${entries.length} entries`);
}
Deno.exit(0);
