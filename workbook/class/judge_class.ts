/**
 * Judges a class: as many submissions at once as there are cores, each in a
 * process of its own. Every verdict is written down before the next judging
 * begins, so that a run that was killed continues where it was.
 *
 * @module
 */
import { fileUrl } from "../paths.ts";
import { judge } from "../grading/parent/judge.ts";
import { inParallel } from "../in_parallel.ts";
import type { Lesson } from "../lesson.ts";
import type { Submission } from "./find.ts";
import {
  type Entry,
  EntryLog,
  type Judged,
  judgedOf,
  readEntries,
} from "./record.ts";
import { type Bundle, digest, gather, Slot, SLOTS } from "./stage.ts";
import { findUnknownNames, type Wrong } from "./types.ts";

/** How a class is judged. */
export interface ClassOptions {
  /** Path of the file in which each verdict is written down, and looked up. */
  file: string;
  /** Whether "beyond" must be right, too. */
  beyond: boolean;
  /** Paths that no submission may read: other submissions, and reports. */
  hidden: readonly string[];
  /** Whose each file is, those of other shards included: no student's file is another's helper. */
  owners: ReadonlyMap<string, string>;
  /** Called after each: how it was judged, and whether that was now. */
  onJudged(submission: Submission, judged: Judged, isNew: boolean): void;
  /** Called before names that are not there are looked for in wrong submissions. */
  onTypes(count: number): void;
}

/**
 * Judges submissions, and writes each verdict down. What was judged before, with
 * the same content and the same grader, is not judged again.
 *
 * @param submissions What is judged.
 * @param options How.
 */
export async function judgeClass(
  submissions: readonly Submission[],
  options: ClassOptions,
): Promise<void> {
  const { file, beyond, hidden, owners } = options;
  const lessons = new Set(submissions.map(({ lesson }) => lesson));
  const graders = new Map<Lesson, string>();
  const engine = await engineKey();
  for (const lesson of lessons) {
    graders.set(lesson, await graderKey(lesson, beyond, engine));
  }
  const known = new Map<string, Judged>();
  const written = new Set<string>();
  for await (const entry of readEntries(file)) {
    if (entry.ours) continue;
    const { student: _, stem: __, path: ___, text: ____, ...judged } = entry;
    known.set(entry.key, judged);
    written.add(nameOf(entry));
  }
  const run = crypto.randomUUID().slice(0, 8);
  const width = Math.min(navigator.hardwareConcurrency, submissions.length);
  const free = Array.from({ length: width }, (_, i) => new Slot(i, run));
  const judgeNow = async (
    lesson: Lesson,
    bundle: Bundle,
    key: string,
  ) => {
    const slot = free.pop()!;
    try {
      const staged = await slot.fill(bundle);
      const verdict = await judge({
        stem: lesson.stem,
        submission: staged,
        beyond,
        hidden: [...hidden, ...await slotsBut(slot)],
      });
      return judgedOf(verdict, key, staged);
    } finally {
      await slot.clear();
      free.push(slot);
    }
  };
  const running = new Map<string, Promise<Judged>>();
  const wrong = new Map<string, Wrong>();
  using log = await EntryLog.open(file);
  const write = async (submission: Submission, judged: Judged) => {
    const { student, lesson: { stem }, path, text } = submission;
    const entry: Entry = { student, stem, path, text, ...judged };
    if (written.has(nameOf(entry))) return;
    written.add(nameOf(entry));
    await log.append(entry);
  };
  await inParallel(submissions, async (submission) => {
    const bundle = await gather(
      submission.file,
      submission.text,
      (path) => (owners.get(path) ?? submission.student) !== submission.student,
    );
    const key = await digest(bundle.key + graders.get(submission.lesson));
    const isNew = !known.has(key) && !running.has(key);
    if (isNew) running.set(key, judgeNow(submission.lesson, bundle, key));
    const judged = known.get(key) ?? await running.get(key)!;
    await write(submission, judged);
    options.onJudged(submission, judged, isNew);
    if (judged.status === "wrong" && !judged.typed) {
      const same = wrong.get(key);
      if (same) same.submissions.push(submission);
      else wrong.set(key, { submissions: [submission], bundle, judged });
    }
  }, width);
  if (wrong.size > 0) options.onTypes(wrong.size);
  await findUnknownNames([...wrong.values()], run, write);
}

/** Folders in which other submissions are judged, by this run or another one, or were when it was killed. */
async function slotsBut(own: Slot): Promise<string[]> {
  const folders: string[] = [];
  for await (const { name } of Deno.readDir(fileUrl(SLOTS))) {
    const path = `${SLOTS}${name}`;
    if (Slot.isOne(path) && path !== own.path) folders.push(path);
  }
  return folders;
}

/** Names a submission with its content. */
function nameOf({ student, stem, path, key, typed }: Entry): string {
  return JSON.stringify([student, stem, path, key, typed === true]);
}

/** Names what judges a lesson: a verdict of another grader is not this one's. */
async function graderKey(
  { files }: Lesson,
  beyond: boolean,
  engine: string,
): Promise<string> {
  const grader = await Deno.readTextFile(fileUrl(files.grader.path));
  return await digest(JSON.stringify([grader, beyond, engine]));
}

/** Names what all graders stand on. */
async function engineKey(): Promise<string> {
  const texts: string[] = [];
  const read = async (folder: string): Promise<void> => {
    const entries = await Array.fromAsync(Deno.readDir(fileUrl(folder)));
    entries.sort((a, b) => a.name < b.name ? -1 : 1);
    for (const { name, isDirectory } of entries) {
      if (isDirectory) await read(`${folder}${name}/`);
      else texts.push(await Deno.readTextFile(fileUrl(folder + name)));
    }
  };
  for (const room of ["grading", "sandbox", "network", "kernel", "tcp"]) {
    await read(`workbook/${room}/`);
  }
  return await digest(JSON.stringify(texts));
}
