import "../judge/page_deno.ts";
import { judge } from "../../../grading/parent/judge.ts";
import { putText } from "../judge/files.ts";
import { warmUp } from "../judge/workers.ts";
warmUp();
Object.assign(globalThis, { async judgeText(stem: string, text: string, options = {}) {
  const submission = new URL(`file:///lessons/${stem}/exercise.ts`);
  putText(submission.href, text);
  return await judge({ stem, submission, ...options });
} });
