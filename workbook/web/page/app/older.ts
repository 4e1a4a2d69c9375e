import { h } from "./dom.ts";
import { kept } from "./store.ts";

/**
 * The texts of an exercise that were replaced, to take one of them back.
 *
 * @param stem The lesson.
 * @param take Called with the text that is wanted.
 */
export function olderView(
  stem: string,
  take: (text: string) => void,
): HTMLElement {
  const list = h("ul", {});
  const details: HTMLDetailsElement = h(
    "details.older",
    {
      ontoggle: () => {
        const { older = [] } = kept(stem);
        list.replaceChildren(
          ...older.map(({ at, text }) =>
            h(
              "li",
              {},
              h("button.quiet", {
                type: "button",
                onclick: () => {
                  details.open = false;
                  take(text);
                },
              }, `${new Date(at).toLocaleString()}, ${text.length} characters`),
            )
          ),
        );
        if (older.length === 0) list.append(h("li", {}, "none yet"));
      },
    },
    h("summary", {}, "Older texts"),
    list,
  );
  return details;
}
