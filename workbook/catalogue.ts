import type { Demo } from "./demo.ts";
import type { Guide } from "./guide.ts";
import type { ProfileName } from "./network/mod.ts";

/** One lesson, as a row of the catalogue. */
export interface Lesson {
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

/** The one table of lessons, in order. A new lesson is its files and a row here. */
export const LESSONS: readonly Lesson[] = [
  {
    number: 1,
    stem: "01_byte_order",
    title: "Byte order",
    theme: "byte order",
  },
  {
    number: 2,
    stem: "02_addresses",
    title: "Addresses and kinds of sockets",
    theme: "addresses",
    demoNet: ["127.0.0.5", "[::2]:0", "unix:.handshake/lesson2.sock"],
  },
  {
    number: 3,
    stem: "03_server_flow",
    title: "The server flow",
    theme: "server flow",
    // Its protocol answers chunks: cut in bytes, a message is many of them.
    notOn: ["byteByByte", "slowReader", "stalling"],
  },
  {
    number: 4,
    stem: "04_client_flow",
    title: "The client flow",
    theme: "client flow",
  },
  {
    number: 5,
    stem: "05_state_transitions",
    title: "State transitions",
    theme: "state transitions",
    // Its recipes fill the buffers with one write.
    notOn: ["byteByByte", "stalling"],
  },
  {
    number: 6,
    stem: "06_half_close",
    title: "Half-close",
    theme: "half-close",
  },
];

/** The files of a lesson, relative to the folder of the workbook. */
export interface LessonFiles {
  /** The text to read. */
  readonly text: string;
  /** The live demonstration. */
  readonly demo: string;
  /** Its questions and hints. */
  readonly guide: string;
  /** What the learner writes. */
  readonly exercise: string;
  /** A model answer. */
  readonly solution: string;
  /** The grader. */
  readonly grader: string;
}

/**
 * Where a lesson's files are, relative to the folder of the workbook.
 *
 * @param lesson The lesson.
 */
export function filesOf({ stem }: Lesson): LessonFiles {
  const folder = `lessons/${stem}`;
  return {
    text: `${folder}/README.md`,
    demo: `${folder}/demo.ts`,
    guide: `${folder}/guide.ts`,
    exercise: `${folder}/exercise.ts`,
    solution: `solutions/${stem}.ts`,
    grader: `tests/${stem}_test.ts`,
  };
}

/**
 * The address of a file of the workbook.
 *
 * @param path Relative to the folder of the workbook.
 */
export function fileUrl(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}

/** Loads a lesson's demonstration. Needs permission to read the workbook. */
export async function loadDemo(lesson: Lesson): Promise<Demo> {
  const module = await import(fileUrl(filesOf(lesson).demo).href);
  return module.demo;
}

/** Loads a lesson's questions and hints. Needs permission to read the workbook. */
export async function loadGuide(lesson: Lesson): Promise<Guide> {
  const module = await import(fileUrl(filesOf(lesson).guide).href);
  return module.guide;
}
