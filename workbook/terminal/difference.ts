import { diffLines } from "diff";
import { visible } from "./bytes.ts";
import type { Paint, Style } from "./style.ts";
import { pad, textWidth } from "./width.ts";

/** Columns of the narrowest useful half. */
const HALF = 60;
/** Equal lines shown before and after a difference; more are only counted. */
const CONTEXT = 3;
/** Lines are not narrower than this many columns: nobody could read them. */
const NARROWEST = 40;
/** Columns left of a line where the texts stand one below the other. */
const LABEL = 8;

/** Neighbouring lines that one text has, the other, or both. */
interface Part {
  own: string[];
  model: string[];
  /** Whether both are the same. */
  equal: boolean;
}

/**
 * How two programs differ, line by line: side by side where the width allows,
 * else one below the other with the words `yours` and `model`. Long stretches
 * of equal lines are counted, and a long line that differs is broken, not cut.
 *
 * @param own The learner's program; what it holds is made safe to print.
 * @param model The model answer.
 * @param style The colours.
 * @param options.width Columns of a line.
 * @returns The lines; one sentence if nothing differs.
 */
export function formatDifference(
  own: string,
  model: string,
  style: Style,
  { width }: { width: number },
): string[] {
  const parts = partsOf(lines(own), lines(model));
  if (parts.every(({ equal }) => equal)) {
    return ["Yours is the model answer, line for line."];
  }
  const rows = width >= 2 * HALF + 3
    ? besideEachOther(style, Math.floor((width - 3) / 2))
    : belowEachOther(style, Math.max(width, NARROWEST) - LABEL);
  return parts.flatMap((part, i) => {
    if (!part.equal) return rows(part);
    const count = part.own.length;
    const before = i === 0 ? 0 : CONTEXT;
    const after = i === parts.length - 1 ? 0 : CONTEXT;
    // A sentence in the place of one line saves nothing.
    if (count <= before + after + 1) return rows(part);
    const some = (from: number, to: number): Part => ({
      own: part.own.slice(from, to),
      model: part.model.slice(from, to),
      equal: true,
    });
    return [
      ...rows(some(0, before)),
      style.faint(`        … ${count - before - after} equal lines`),
      ...rows(some(count - after, count)),
    ];
  });
}

/** The lines of a program as they are compared and printed, whatever editor wrote it. */
function lines(program: string): string[] {
  return program.replace(/^\ufeff/, "").replace(/\r?\n$/, "").split(/\r?\n/)
    .map((line) => visible(line.replaceAll("\t", "  ")));
}

function partsOf(own: string[], model: string[]): Part[] {
  const parts: Part[] = [];
  const text = (list: string[]) => list.map((line) => `${line}\n`).join("");
  for (const { value, added, removed } of diffLines(text(own), text(model))) {
    const part = value.split("\n").slice(0, -1);
    const last = parts[parts.length - 1];
    if (!added && !removed) {
      parts.push({ own: part, model: part, equal: true });
    } else if (last && !last.equal) {
      // A change is a part of one side followed by a part of the other.
      last[added ? "model" : "own"].push(...part);
    } else {
      parts.push({
        own: removed ? part : [],
        model: added ? part : [],
        equal: false,
      });
    }
  }
  return parts;
}

/** Rows of two columns, `half` wide each. */
function besideEachOther(style: Style, half: number) {
  return ({ own, model, equal }: Part): string[] => {
    const rows = Math.max(own.length, model.length);
    return Array.from({ length: rows }, (_, y) => {
      const left = pieces(own[y] ?? "", half);
      const right = pieces(model[y] ?? "", half);
      const row = (z: number) => {
        const cell = pad(left[z] ?? "", half);
        const other = right[z] ?? "";
        return (equal
          ? style.faint(`${cell}   ${other}`)
          : `${style.note(cell)} | ${style.right(other)}`).trimEnd();
      };
      return Array.from(
        { length: Math.max(left.length, right.length) },
        (_, z) => row(z),
      );
    }).flat();
  };
}

/** Rows of one column, with a word before each line that only one text has. */
function belowEachOther(style: Style, room: number) {
  return ({ own, model, equal }: Part): string[] => {
    const block = (list: string[], word: string, paint: Paint) =>
      list.flatMap((line) => pieces(line, room))
        .map((piece) => paint(`${word.padEnd(LABEL)}${piece}`.trimEnd()));
    return equal ? block(own, "", style.faint) : [
      ...block(own, "yours", style.note),
      ...block(model, "model", style.right),
    ];
  };
}

/**
 * A line in pieces of at most `width` columns, broken after a space where one
 * stands far enough. A later piece stands two columns in from the line's start.
 */
function pieces(line: string, width: number): string[] {
  if (textWidth(line) <= width) return [line];
  const start = line.match(/^ */)![0].slice(0, width / 4);
  const all: string[] = [];
  let piece = "";
  for (const character of line) {
    if (textWidth(piece + character) > width) {
      const space = piece.lastIndexOf(" ") + 1;
      const end = space > width / 2 ? space : piece.length;
      all.push(piece.slice(0, end));
      piece = `${start}  ${piece.slice(end)}`;
    }
    piece += character;
  }
  return [...all, piece];
}
