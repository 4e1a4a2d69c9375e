import type { Demo } from "./demo/events.ts";
import type { Guide } from "./guide.ts";
import type { ProfileName } from "./network/mod.ts";
import { fileUrl } from "./paths.ts";
import { makeScaffold, type Scaffold } from "./scaffold.ts";

/** What the catalogue says of a lesson. */
export interface LessonRow {
  /** What a learner types: `deno task lesson 3`. */
  readonly number: number;
  /** Name of its folder and of its files: `03_server_flow`. */
  readonly stem: string;
  /** Its title, as the list shows it. */
  readonly title: string;
  /** The theme, or themes, of the six that it belongs to. */
  readonly theme: string;
  /**
   * What its demonstration may use beyond 127.0.0.1 and [::1], as after
   * `--allow-net=`. A Unix-domain socket is named relative to the workbook.
   */
  readonly demoNet?: readonly string[];
  /**
   * Profiles of the model network on which its checks mean something else than
   * on real sockets, so that they are not judged there.
   */
  readonly notOn?: readonly ProfileName[];
}

/** A file of the workbook. */
export interface WorkbookFile {
  /** Relative to the folder of the workbook: how it is shown. */
  readonly path: string;
  /** Its address: how it is read. */
  readonly url: URL;
}

/** The files of a lesson. */
export interface LessonFiles {
  /** The text to read. */
  readonly text: WorkbookFile;
  /** The live demonstration. */
  readonly demo: WorkbookFile;
  /** Its questions and hints. */
  readonly guide: WorkbookFile;
  /** What the learner writes. */
  readonly exercise: WorkbookFile;
  /** A model answer. */
  readonly solution: WorkbookFile;
  /** The grader. */
  readonly grader: WorkbookFile;
}

/** One lesson: its row of the catalogue, and what belongs to it. */
export interface Lesson extends LessonRow {
  /** Where its files are. */
  readonly files: LessonFiles;
  /** Loads its demonstration. Needs permission to read the workbook. */
  demo(): Promise<Demo>;
  /** Loads its questions and hints. Needs permission to read the workbook. */
  guide(): Promise<Guide>;
  /** Makes its exercise as it is given, from the model answer. Needs permission to read the workbook. */
  scaffold(): Promise<Scaffold>;
}

function fileOf(path: string): WorkbookFile {
  // A lesson has six files, and a command needs few of all lessons'.
  return {
    path,
    get url() {
      return fileUrl(path);
    },
  };
}

/**
 * Makes a lesson of its row in the catalogue.
 *
 * @param row The row.
 */
export function defineLesson(row: LessonRow): Lesson {
  const { stem } = row;
  const folder = `lessons/${stem}`;
  const files: LessonFiles = {
    text: fileOf(`${folder}/README.md`),
    demo: fileOf(`${folder}/demo.ts`),
    guide: fileOf(`${folder}/guide.ts`),
    exercise: fileOf(`${folder}/exercise.ts`),
    solution: fileOf(`solutions/${stem}.ts`),
    grader: fileOf(`tests/${stem}_test.ts`),
  };
  return {
    ...row,
    files,
    demo: async () => (await import(files.demo.url.href)).demo,
    guide: async () => (await import(files.guide.url.href)).guide,
    scaffold: async () =>
      makeScaffold(
        await Deno.readTextFile(files.solution.url),
        files.solution.path,
      ),
  };
}
