type Child = Node | string | undefined | false;

/** Properties of an element; `on…` are listeners, `aria-…` and `data-…` attributes. */
export type Properties = Record<string, unknown>;

/**
 * Makes an element.
 *
 * @param name Its name, with classes: `p.note`.
 * @param properties Its properties.
 * @param children What is in it.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K | `${K}.${string}`,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag) as HTMLElementTagNameMap[K];
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value as EventListener);
    } else if (key.includes("-") || key === "role" || key === "for") {
      element.setAttribute(key, String(value));
    } else Reflect.set(element, key, value);
  }
  element.append(
    ...children.filter((each): each is Node | string =>
      each !== undefined && each !== false
    ),
  );
  return element;
}

/** Says something to whoever does not see the page. */
export function announce(text: string): void {
  document.getElementById("status")!.textContent = text;
}
