import type { PageLesson, PageStep } from "./content.ts";
import { h } from "./dom.ts";
import { lessonHtml } from "./lesson_html.ts";
import { preformatted } from "./preformatted.ts";
import { questionView } from "./question.ts";
import { nameOfPart } from "../../../scaffold.ts";

/** A step of a lesson: where it is, its text, its evidence, what to do. */
export function stepView(lesson: PageLesson, number: number): HTMLElement[] {
  const step = lesson.walk[number - 1];
  return [
    h(
      "p.where",
      {},
      `Lesson ${lesson.number}, step ${number} of ${lesson.walk.length}`,
    ),
    h("h1", {}, lesson.title),
    stepLinks(lesson, number),
    ...number === 1 ? [h("div.intro", {}, lessonHtml(lesson.intro))] : [],
    h(
      "h2",
      { id: step.anchor, tabIndex: -1 },
      `${number} · ${step.title}`,
    ),
    h("div.prose", {}, lessonHtml(step.html)),
    ...evidence(lesson, step),
    ...taskView(step),
    h(
      "nav.turn",
      { "aria-label": "Steps before and after" },
      number > 1 &&
        h("a", { href: `#/${lesson.number}/${number - 1}` }, "b · back"),
      number < lesson.walk.length &&
        h(
          "a.next",
          { href: `#/${lesson.number}/${number + 1}` },
          "n · next step",
        ),
    ),
  ];
}

function stepLinks(lesson: PageLesson, current: number): HTMLElement {
  return h(
    "nav.steps",
    { "aria-label": "Steps" },
    h(
      "ol",
      {},
      ...lesson.walk.map(({ title }, i) =>
        h(
          "li",
          {},
          h("a", {
            href: `#/${lesson.number}/${i + 1}`,
            title,
            "aria-label": `Step ${i + 1}: ${title}`,
            "aria-current": i + 1 === current && "step",
          }, String(i + 1)),
        )
      ),
    ),
  );
}

/** What the demonstration showed; what follows a question is shown after it. */
function evidence(lesson: PageLesson, step: PageStep): HTMLElement[] {
  if (step.pieces.length === 0) return [];
  const list = h("div.evidence", {});
  const add = (from: number) => {
    for (let i = from; i < step.pieces.length; i++) {
      const piece = step.pieces[i];
      if ("text" in piece) {
        list.append(
          preformatted(piece.text.replace(/^\n+/, "").trimEnd()),
        );
        continue;
      }
      const question = lesson.questions.find(({ id }) => id === piece.ask);
      if (!question) continue;
      list.append(questionView(lesson.stem, question, () => add(i + 1)));
      return;
    }
  };
  add(0);
  return [h("h3", {}, "Recorded on real sockets"), list];
}

function taskView({ task, part }: PageStep): HTMLElement[] {
  if (task === undefined) return [];
  return [
    h(
      "div.task",
      {},
      h("h3", {}, part ? `Your turn: ${nameOfPart(part.key)}` : "Do"),
      lessonHtml(task),
    ),
  ];
}

/** What stands behind the steps. */
export function referenceView({ reference }: PageLesson): HTMLElement {
  return h(
    "details.reference",
    {},
    h("summary", {}, "Reference"),
    lessonHtml(reference),
  );
}
