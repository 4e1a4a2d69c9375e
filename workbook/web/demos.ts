import { netFlag } from "../demo/process.ts";
import type { Lesson } from "../lesson.ts";
import { fileUrl } from "../paths.ts";
import type { RecordedStep } from "./content.ts";

/** How long a demonstration may take, in milliseconds. The longest takes 3 s. */
const LONGEST_MS = 60_000;

/**
 * Plays a lesson's demonstration in a process of its own, which may use the
 * sockets that the catalogue names.
 *
 * @param lesson The lesson.
 * @returns What it showed; nothing if this machine cannot play it.
 */
export async function recordDemo(lesson: Lesson): Promise<RecordedStep[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    cwd: fileUrl("."),
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-read=.",
      "--allow-write=.handshake",
      `--allow-net=${netFlag(lesson.demoNet)}`,
      "--allow-run=cat,netstat",
      "workbook/web/record_demo.ts",
      String(lesson.number),
    ],
    signal: AbortSignal.timeout(LONGEST_MS),
  }).output();
  if (success) return JSON.parse(new TextDecoder().decode(stdout));
  console.error(
    `Cannot record the demo of lesson ${lesson.number}: ${
      new TextDecoder().decode(stderr).trim().split("\n")[0]
    }`,
  );
  return [];
}
