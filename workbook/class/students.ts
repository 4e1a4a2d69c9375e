/** A file of a student, as it was found. */
interface Found {
  /** Relative to the folder of the class, with `/`. */
  path: string;
  /** The lesson it is judged by. */
  stem: string;
}

/** The end of a path that says nothing of its student: folders of a clone, of sources. */
const OF_THE_WORKBOOK =
  /(?:^|\/)(?:lessons\/[^/]+\/exercise\.ts|(?:src\/)?(?:exercise|main|mod|index|submission|answer)\.[cm]?[tj]s)$/;

/**
 * Names the student of each file by the folders that tell the files apart, as
 * few of them as that takes: `anna`, or `group 1/anna` where there are two.
 *
 * @param found The files.
 * @param whole The name if no folder tells anything: the class is one student.
 * @returns A name for each; two files of one lesson never share one.
 */
export function nameStudents(found: readonly Found[], whole: string): string[] {
  const words = found.map(({ path, stem }) => wordsOf(path, stem));
  const names: string[] = [];
  const name = (members: number[], depth: number): void => {
    const groups = Map.groupBy(
      members,
      (i) => words[i].slice(0, depth).join("/"),
    );
    for (const [group, own] of groups) {
      const stems = own.map((i) => found[i].stem);
      const deepest = Math.max(...own.map((i) => words[i].length));
      if (new Set(stems).size === stems.length || depth >= deepest) {
        own.forEach((i, n) => names[i] = numbered(group || whole, stems, n));
      } else name(own, depth + 1);
    }
  };
  name([...found.keys()], 1);
  return withoutPlatform(names);
}

/** Folders and file name, without what says only which lesson it is. */
function wordsOf(path: string, stem: string): string[] {
  const folders = path.replace(OF_THE_WORKBOOK, "")
    .replace(/\.[cm]?[tj]sx?$/, "").split("/").filter((word) => word !== "");
  const telling = folders.filter((word) => word !== stem);
  // Named after the lesson and in no folder: nothing else tells whose it is.
  return telling.length > 0 || path.includes("/") ? telling : folders;
}

/** Two files of one lesson that nothing tells apart. */
function numbered(group: string, stems: string[], n: number): string {
  const before = stems.slice(0, n).filter((stem) => stem === stems[n]).length;
  return before === 0 ? group : `${group} (${before + 1})`;
}

/** Moodle adds a number and its own words to the name of a student's folder. */
function withoutPlatform(names: string[]): string[] {
  const plain = (name: string) => name.replace(/_\d+_assignsubmission_\w*/, "");
  const owners = Map.groupBy(new Set(names), plain);
  return names.map((name) => {
    const short = plain(name);
    // The number tells two students of one name apart.
    return owners.get(short)!.length === 1 ? short : name;
  });
}
