import { tellColumns } from "./preformatted.ts";

/** HTML of the lessons' own texts, which the build made of Markdown. */
export function lessonHtml(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const pre of template.content.querySelectorAll("pre")) tellColumns(pre);
  return template.content;
}
