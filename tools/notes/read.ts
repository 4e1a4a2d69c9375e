import { LESSONS } from "../../workbook/catalogue.ts";
import { fileUrl } from "../../workbook/paths.ts";
import { readWalk, type Walk } from "../../workbook/walk.ts";
import { readStatements, type Topic } from "./statement.ts";

/** A text of the catalogue. */
export interface LessonText {
  /** Its number. */
  number: number;
  /** Relative to the folder of the workbook. */
  path: string;
  text: string;
  walk: Walk;
}

/** All that the table of statements is made of. */
export interface Notes {
  objectives: Topic[];
  errata: Topic[];
  /** The texts of the lessons in the catalogue, in order. */
  lessons: LessonText[];
}

async function topicsOf(name: string): Promise<Topic[]> {
  const path = `tools/notes/${name}`;
  return readStatements(await Deno.readTextFile(fileUrl(path)), path);
}

/** Reads the statements and the lessons' texts. */
export async function readNotes(): Promise<Notes> {
  const lessons: LessonText[] = [];
  for (const { number, files: { text: file } } of LESSONS) {
    const text = await Deno.readTextFile(file.url);
    const walk = readWalk(text, file.path);
    lessons.push({ number, path: file.path, text, walk });
  }
  return {
    objectives: await topicsOf("objectives.txt"),
    errata: await topicsOf("errata.txt"),
    lessons,
  };
}
