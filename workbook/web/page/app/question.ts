import type { PageQuestion } from "./content.ts";
import { announce, h } from "./dom.ts";
import { keep, kept } from "./store.ts";

/**
 * A prediction to make before the evidence.
 *
 * @param stem The lesson.
 * @param question The question.
 * @param onDone Called when it is answered or skipped: the evidence may be shown.
 */
export function questionView(
  stem: string,
  question: PageQuestion,
  onDone: () => void,
): HTMLElement {
  const { id, options, right, why } = question;
  const answer = h("div.answer", { tabIndex: -1 });
  const group = h("fieldset.question", {}, h("legend", {}, question.question));
  const end = (chosen: number | undefined) => {
    const hadFocus = group.contains(document.activeElement);
    for (const input of group.querySelectorAll("input")) input.disabled = true;
    buttons.remove();
    const word = chosen === undefined
      ? ""
      : chosen === right
      ? "right: "
      : "wrong: ";
    answer.replaceChildren(
      h("p", {}, h("strong", {}, word), options[right]),
      h("p", {}, why),
    );
    if (chosen !== undefined) {
      const { predictions } = kept(stem);
      keep(stem, { predictions: { ...predictions, [id]: chosen === right } });
    }
    announce(`${word}${options[right]}`);
    group.after(answer);
    // The button is gone: who reads by keys goes on from here.
    if (hadFocus) answer.focus({ preventScroll: true });
    onDone();
  };
  const chosen = () => {
    const input = group.querySelector<HTMLInputElement>("input:checked");
    return input ? Number(input.value) : undefined;
  };
  const buttons = h(
    "p.buttons",
    {},
    h("button", {
      type: "button",
      onclick: () => {
        if (chosen() !== undefined) end(chosen());
      },
    }, "Predict"),
    h(
      "button.quiet",
      { type: "button", onclick: () => end(undefined) },
      "Skip",
    ),
  );
  group.append(
    ...options.map((option, i) =>
      h(
        "label",
        {},
        h("input", { type: "radio", name: `${stem}-${id}`, value: String(i) }),
        ` ${option}`,
      )
    ),
    buttons,
  );
  return group;
}
