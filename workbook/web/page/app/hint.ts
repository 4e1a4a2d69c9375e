import type { PageLesson } from "./content.ts";
import { announce, h } from "./dom.ts";
import { keep, kept } from "./store.ts";

/** The hints of a check, one more at each press. */
export function hintView(
  { stem, hints }: PageLesson,
  check: string,
): HTMLElement | undefined {
  const own = hints[check];
  if (!own) return;
  const list = h("ol.hints", {});
  let shown = Math.min(own.length, kept(stem).hints?.[check] ?? 0);
  const draw = () => {
    list.replaceChildren(
      ...own.slice(0, shown).map((each) => h("li", {}, each)),
    );
    button.hidden = shown === own.length;
    button.textContent = shown === 0 ? "A hint" : "One more hint";
  };
  const button = h("button.quiet", {
    type: "button",
    onclick: () => {
      announce(own[shown++]);
      keep(stem, { hints: { ...kept(stem).hints, [check]: shown } });
      draw();
    },
  });
  draw();
  return h("div.hint", {}, list, button);
}
