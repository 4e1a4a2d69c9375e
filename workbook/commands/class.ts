/**
 * `deno task class`: judges every submission of a class and reports.
 *
 * @module
 */
import { basename, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { LESSONS } from "../catalogue.ts";
import { fileUrl } from "../paths.ts";
import { onlyOne, readOptions } from "../arguments.ts";
import { chooseLesson, typed, UsageError } from "../usage_error.ts";
import { findSubmissions, type Submission } from "../class/find.ts";
import { judgeClass } from "../class/judge_class.ts";
import { type Points, readPoints } from "../class/points.ts";
import { countPredictions } from "../class/predictions.ts";
import { readShard, type Shard } from "../class/shard.ts";
import { type Found, idOf, summarize, type Summary } from "../class/summary.ts";
import { readFound, writeFound, writeReports } from "../class/reports.ts";
import { type Style, terminalStyle } from "../terminal/mod.ts";
import { visible } from "../terminal/bytes.ts";
import { ClassPrinter, printSummary } from "./_class.ts";
import { submissionUrl } from "./_submission.ts";
import { refusal } from "../file_fault.ts";

const HELP =
  `deno task class FOLDER [N]  judge every submission in a folder, of all lessons or of
                            lesson N: a file, a folder or a clone a student
  --beyond                  the part "beyond" must be right, too
  --points FILE             points of the parts: { "3": { "1": 2, "beyond": 1 } }
  --shard I/COUNT           judge one of COUNT equal shares of the students
deno task class merge FOLDER…
                            one report of the folders that the shards wrote

The reports are in report/, in a folder with the name of the class: index.html,
report.csv, report.json, junit.xml. A run that was ended continues where it was.
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    beyond: { type: "boolean" },
    points: { type: "string" },
    shard: { type: "string" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const points = values.points === undefined
    ? undefined
    : await pointsIn(String(values.points));
  const [first, ...more] = words;
  if (first === undefined) {
    throw new UsageError(
      "Cannot judge a class without its folder: write  deno task class FOLDER",
    );
  }
  if (first === "merge") {
    onlyOne({ merge: true, ...values }, ["merge", "shard"]);
    return await merge(more, points);
  }
  const shard = values.shard === undefined
    ? undefined
    : readShard(String(values.shard));
  return await judgeFolder(first, chooseLesson(more), {
    beyond: values.beyond === true,
    points,
    shard,
  });
}

interface Wanted {
  beyond: boolean;
  points?: Points;
  shard?: Shard;
}

async function judgeFolder(
  named: string,
  lesson: ReturnType<typeof chooseLesson>,
  { beyond, points, shard }: Wanted,
): Promise<number> {
  const folder = await folderOf(named);
  const hidden = insideWorkbook(folder);
  if (hidden.some((path) => path.includes(","))) {
    throw new UsageError(
      `Cannot hide ${
        typed(named)
      } from the submissions: a comma in its path ends a permission of Deno; rename it, or move it out of the workbook`,
    );
  }
  const lessons = lesson ? [lesson] : LESSONS;
  const { submissions, skipped, clones } = await findSubmissions(
    folder,
    lessons,
  );
  if (submissions.length === 0) {
    const first = skipped[0];
    throw new UsageError(
      `Cannot find a submission in ${typed(named)}${
        lesson ? ` for lesson ${lesson.number}` : ""
      }: ${
        first
          ? `${typed(first.path)}: ${first.why}`
          : "it holds no file of TypeScript; name the folder with the submissions"
      }`,
    );
  }
  const own = shard
    ? submissions.filter(({ student }) => shard.has(student))
    : submissions;
  const name = basename(folder) || "class";
  const reports = fileURLToPath(
    fileUrl(
      `report/${
        shard ? `${name}-shard-${shard.index}-of-${shard.count}` : name
      }/`,
    ),
  );
  await Deno.mkdir(reports, { recursive: true });
  const style = terminalStyle();
  const printer = new ClassPrinter(style, own.length);
  const file = join(reports, "verdicts.jsonl");
  await judgeClass(own, {
    file,
    beyond,
    hidden: ["report", "lessons", ...hidden],
    owners: new Map(submissions.map(({ file, student }) => [file, student])),
    onJudged: (submission, judged, isNew) =>
      printer.tell(submission, judged, isNew),
    onTypes: (count) => printer.tellTypes(count),
  });
  printer.end();
  const found: Found = {
    beyond,
    skipped,
    predictions: await countPredictions(clones),
  };
  await writeFound(reports, found);
  const summary = await summarize(name, [file], found, {
    wanted: new Set(own.map(idOfSubmission)),
    points,
  });
  await report(summary, reports, style);
  return 0;
}

const idOfSubmission = ({ student, lesson: { stem } }: Submission) =>
  idOf({ student, stem });

/** Prints a class, then writes its files: the table is there, whatever becomes of them. */
async function report(
  summary: Summary,
  folder: string,
  style: Style,
): Promise<void> {
  printSummary(summary, style);
  await writeReports(folder, summary);
  console.log(
    `\nReport   ${
      readable(folder)
    }/index.html, report.csv, report.json, junit.xml`,
  );
}

/** Makes one report of what shards wrote. */
async function merge(named: string[], points?: Points): Promise<number> {
  if (named.length === 0) {
    throw new UsageError(
      "Cannot merge nothing: write  deno task class merge FOLDER…  with the folders that the shards wrote",
    );
  }
  const folders = await Promise.all(named.map(folderOf));
  const files = folders.map((folder) => join(folder, "verdicts.jsonl"));
  for (const [i, file] of files.entries()) {
    if (await Deno.stat(file).then(({ isFile }) => isFile, () => false)) {
      continue;
    }
    throw new UsageError(
      `Cannot merge ${
        typed(named[i])
      }: it holds no verdicts.jsonl; name a folder that  deno task class  wrote`,
    );
  }
  const found = await readFound(folders);
  const name = basename(folders[0]).replace(/-shard-\d+-of-\d+$/, "");
  const reports = fileURLToPath(fileUrl(`report/${name}/`));
  await Deno.mkdir(reports, { recursive: true });
  const summary = await summarize(name, files, found, { points });
  await report(summary, reports, terminalStyle());
  return 0;
}

/** The folder that was named. */
async function folderOf(named: string): Promise<string> {
  const path = fileURLToPath(submissionUrl(named));
  try {
    if ((await Deno.stat(path)).isDirectory) return await Deno.realPath(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new UsageError(
        `Cannot find folder ${typed(named)}: there is none of this name`,
      );
    }
    const next = refusal(error) ?? "allow that, then try again";
    throw new UsageError(`Cannot read folder ${typed(named)}: ${next}`);
  }
  throw new UsageError(
    `Cannot take ${
      typed(named)
    } for a class: it is a file; name the folder it lies in`,
  );
}

async function pointsIn(named: string): Promise<Points> {
  let text: string;
  try {
    text = await Deno.readTextFile(submissionUrl(named));
  } catch {
    throw new UsageError(
      `Cannot read points from ${typed(named)}: name a file that you may read`,
    );
  }
  return readPoints(text, visible(named));
}

/** The folder relative to the workbook, if it lies inside. */
function insideWorkbook(folder: string): string[] {
  const path = relative(fileURLToPath(fileUrl("")), folder);
  return path === "" || path.startsWith("..") || path.startsWith(sep) ||
      /^[A-Za-z]:/.test(path)
    ? []
    : [path];
}

function readable(path: string): string {
  return relative(fileURLToPath(fileUrl("")), path);
}
