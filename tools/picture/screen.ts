import { createDemoRenderer } from "../../workbook/demo/renderer.ts";
import { LESSONS } from "../../workbook/catalogue.ts";
import { createStyle, type Style } from "../../workbook/terminal/mod.ts";
import { sceneOf } from "./scene.ts";

/** Columns of the terminal in the picture. */
export const COLUMNS = 80;

/** Puts a text between two escape sequences, whatever NO_COLOR says: the picture has colours always. */
function sgr(on: number, off: number) {
  return (text: string) =>
    text.trim() === "" ? text : `\x1b[${on}m${text}\x1b[${off}m`;
}

/** The style of a terminal with colours. */
const STYLE: Style = {
  ...createStyle({ colour: false, width: COLUMNS }),
  colour: true,
  strong: sgr(1, 22),
  faint: sgr(2, 22),
  emphasis: sgr(3, 23),
  code: sgr(36, 39),
  right: sgr(32, 39),
  wrong: sgr(31, 39),
  note: sgr(33, 39),
};

/**
 * What `deno task lesson 3` shows at the beginning of its third step: a real
 * run of the demonstration, its ports replaced.
 *
 * @returns The lines, with escape sequences for colours.
 */
export async function screenOfDemo(): Promise<string[]> {
  const lesson = LESSONS.find(({ number }) => number === 3)!;
  const { questions } = await lesson.guide();
  const renderer = createDemoRenderer(STYLE, {
    question: (wanted) => questions.find(({ id }) => id === wanted),
  });
  const events = await sceneOf(await lesson.demo(), 3);
  const text = events.map((event) => renderer.render(event)).join("");
  return [
    `${STYLE.faint("$")} deno task lesson 3`,
    "",
    ...(text + renderer.end()).trimEnd().split("\n"),
  ];
}
