import type { Paint, Style } from "./style.ts";

/** A place on a canvas: column and row, both from 0. */
export type Point = readonly [x: number, y: number];

/** The sides on which a line leaves a cell. */
const UP = 1;
const RIGHT = 2;
const DOWN = 4;
const LEFT = 8;

/** By the sides of a cell that a line touches, added up. All are in Windows Glyph List 4. */
const THIN = " │─└││┌├─┘─┴┐┤┬┼";
const STRONG = " ║═╚║║╔╠═╝═╩╗╣╦╬";
/** The same for terminals that know ASCII only. */
const ASCII_THIN = " |-+||++-+-+++++";
const ASCII_STRONG = " #=#####=#=#####";

interface Cell {
  /** A character, or the sides that lines touch. */
  sign: string | number;
  strong: boolean;
  paint?: Paint;
}

/** A grid of characters to draw lines, arrows and words on. */
export class Canvas {
  readonly #cells = new Map<string, Cell>();
  readonly #style: Style;
  #width = 0;
  #height = 0;

  /**
   * Makes an empty canvas. It grows with what is drawn.
   *
   * @param style The colours and the signs.
   */
  constructor(style: Style) {
    this.#style = style;
  }

  /**
   * Writes a text over what is drawn there.
   *
   * @param at Where it begins.
   * @param text One line, each character one column wide.
   * @param paint Its colour.
   */
  text([x, y]: Point, text: string, paint?: Paint): void {
    for (const [i, sign] of [...text].entries()) {
      this.#put([x + i, y], { sign, strong: false, paint });
    }
  }

  /**
   * Draws a line from point to point, level or upright. Where two lines meet,
   * they are joined.
   *
   * @param points Its corners, both ends included.
   * @param options.strong Whether it is a double line.
   * @param options.arrow Whether its last point is the head of an arrow.
   */
  line(
    points: readonly Point[],
    options: { strong?: boolean; arrow?: boolean } = {},
  ): void {
    const { strong = false, arrow = false } = options;
    let direction = RIGHT;
    for (const [i, to] of points.entries()) {
      if (i === 0) continue;
      let [x, y] = points[i - 1];
      direction = directionOf([x, y], to);
      while (x !== to[0] || y !== to[1]) {
        this.#join([x, y], direction, strong);
        if (direction === RIGHT) x++;
        else if (direction === LEFT) x--;
        else if (direction === DOWN) y++;
        else y--;
        this.#join([x, y], opposite(direction), strong);
      }
    }
    if (!arrow) return;
    const { arrowUp, arrowRight, arrowDown, arrowLeft } = this.#style.signs;
    const heads: Record<number, string> = {
      [UP]: arrowUp,
      [RIGHT]: arrowRight,
      [DOWN]: arrowDown,
      [LEFT]: arrowLeft,
    };
    this.text(points[points.length - 1], heads[direction], this.#paint(strong));
  }

  /**
   * What was drawn.
   *
   * @returns The lines, coloured, without spaces at their ends.
   */
  lines(): string[] {
    return Array.from({ length: this.#height }, (_, y) => {
      const cells = Array.from(
        { length: this.#width },
        (_, x) => this.#cells.get(`${x},${y}`),
      );
      // Spaces at the end are left out before they are coloured.
      const length = cells.findLastIndex((cell) =>
        cell !== undefined && cell.sign !== " "
      ) + 1;
      let line = "";
      let run = "";
      let paint: Paint | undefined;
      for (const cell of cells.slice(0, length)) {
        if (cell?.paint !== paint) {
          line += paint ? paint(run) : run;
          run = "";
          paint = cell?.paint;
        }
        run += cell === undefined ? " " : this.#signOf(cell);
      }
      return line + (paint ? paint(run) : run);
    });
  }

  #signOf({ sign, strong }: Cell): string {
    if (typeof sign === "string") return sign;
    if (this.#style.unicode) return (strong ? STRONG : THIN)[sign];
    return (strong ? ASCII_STRONG : ASCII_THIN)[sign];
  }

  #paint(strong: boolean): Paint {
    return strong ? this.#style.strong : this.#style.faint;
  }

  #join(at: Point, side: number, strong: boolean): void {
    const before = this.#cells.get(at.join());
    const drawn = typeof before?.sign === "number" ? before : undefined;
    const isStrong = strong || drawn?.strong === true;
    const sides = Number(drawn?.sign ?? 0) | side;
    this.#put(at, {
      sign: sides,
      strong: isStrong,
      paint: this.#paint(isStrong),
    });
  }

  #put([x, y]: Point, cell: Cell): void {
    this.#cells.set(`${x},${y}`, cell);
    this.#width = Math.max(this.#width, x + 1);
    this.#height = Math.max(this.#height, y + 1);
  }
}

/** The side of a cell that leads to another one of its row or column. */
function directionOf([x, y]: Point, [toX, toY]: Point): number {
  if (x !== toX && y !== toY) {
    throw new RangeError(
      `Cannot draw a line from ${x},${y} to ${toX},${toY}: it must be level or upright`,
    );
  }
  if (x !== toX) return toX > x ? RIGHT : LEFT;
  return toY > y ? DOWN : UP;
}

function opposite(direction: number): number {
  return direction === UP || direction === RIGHT
    ? direction * 4
    : direction / 4;
}
