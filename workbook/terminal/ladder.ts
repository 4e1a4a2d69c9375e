import { visible } from "./bytes.ts";
import { formatDetails, type ListedCheck, verdictWord } from "./listing.ts";
import { wrap } from "./spans.ts";
import type { Style } from "./style.ts";
import { pad } from "./width.ts";

/** Columns of the word for where a part stands: as long as `not started`. */
const WORD = 14;
/** Columns of a part's name: `beyond`, `part 12`. */
const NAME = 9;
/** Columns of a part's title at most; a longer one is wrapped. */
const TITLE = 34;

/** One part of an exercise, as it is listed. */
export interface ListedRung {
  /** `part 2`, `beyond`. */
  name: string;
  /** `one client`; empty if the name says all. */
  title: string;
  status:
    | "right"
    | "wrong"
    | "unfinished"
    | "not started"
    | "waits"
    | "not judged";
  /** `part 3`, if it waits for that. */
  waitsFor?: string;
  /** How many of its checks are right, in words: `2 of 8`. */
  count: string;
  /** The first of its checks that is wrong, in full. */
  first?: ListedCheck;
  /** Names of its other checks that are wrong. */
  others?: readonly string[];
}

/**
 * One rung of a ladder: a line, and under it what is wrong.
 *
 * @param rung The part.
 * @param style The colours and the width.
 * @returns The lines.
 */
export function formatRung(rung: ListedRung, style: Style): string[] {
  const room = Math.min(TITLE, Math.max(8, style.width - NAME - WORD - 14));
  const [title = "", ...more] = wrap(visible(rung.title), { width: room });
  const indent = " ".repeat(2 + NAME);
  return [
    `  ${pad(rung.name, NAME)}${pad(title, room)}  ${
      pad(statusWord(rung, style), WORD)
    }${rung.count}`.trimEnd(),
    ...more.map((line) => indent + line),
    ...rung.first ? firstWrong(rung.first, indent, style) : [],
    ...(rung.others ?? []).flatMap((name) =>
      wrap(`also wrong: ${visible(name)}`, {
        width: style.width - indent.length,
      }).map((line) => indent + line)
    ),
  ];
}

function statusWord({ status, waitsFor }: ListedRung, style: Style): string {
  if (status === "waits") {
    return style.note(`waits for ${waitsFor ?? "others"}`);
  }
  if (status === "not judged") return style.note(status);
  return verdictWord(status, style, { loud: true });
}

/** The name of a check, and its details further in. */
function firstWrong(
  check: ListedCheck,
  indent: string,
  style: Style,
): string[] {
  const name = wrap(visible(check.name), {
    width: style.width - indent.length,
  });
  return [
    ...name.map((line) => indent + style.strong(line)),
    ...formatDetails(check.details ?? [], style, indent.length + 2),
  ];
}
