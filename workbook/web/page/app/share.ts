import { announce, h } from "./dom.ts";

/**
 * A button that makes a link: it is copied, and shown.
 *
 * @param text What the button says.
 * @param make Makes the link.
 */
export function shareView(
  text: string,
  make: () => Promise<string>,
): HTMLElement {
  const field = h("input.link", {
    readOnly: true,
    hidden: true,
    "aria-label": "The link",
  });
  const note = h("span.note", {});
  const share = async () => {
    try {
      field.value = await make();
      field.hidden = false;
      field.select();
      note.textContent = await copied(field.value);
    } catch (error) {
      field.hidden = true;
      note.textContent = (error as Error).message;
    }
    announce(note.textContent);
  };
  return h(
    "span.share",
    {},
    h("button", { type: "button", onclick: share }, text),
    field,
    note,
  );
}

/** Not every browser lets a page copy. */
async function copied(link: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(link);
    return "The link is copied";
  } catch {
    return "Copy this link";
  }
}
