/**
 * Markdown of the lessons as HTML for the page. Only what Markdown itself says
 * becomes HTML: raw HTML in a text is shown as text, and a link leads into the
 * page or to https.
 *
 * @module
 */
import { Marked, type Tokens } from "marked";
import { escapeXml } from "../escape_xml.ts";
import { anchorOf } from "../reference.ts";
import { LESSONS } from "../catalogue.ts";

/**
 * Markdown as HTML.
 *
 * @param markdown The text.
 * @param lesson Number of the lesson that it belongs to: `#anchor` leads into it.
 */
export function toHtml(markdown: string, lesson: number): string {
  const marked = new Marked({
    renderer: {
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeXml(text),
      heading({ tokens, depth, text }) {
        const id = anchorOf(text);
        return `<h${depth} id="${id}" tabindex="-1">${
          this.parser.parseInline(tokens)
        }</h${depth}>`;
      },
      code: ({ text, lang }) =>
        `<pre tabindex="0"><code data-lang="${escapeXml(lang ?? "")}">${
          escapeXml(text)
        }</code></pre>`,
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const to = addressOf(href, lesson);
        return to === undefined
          ? text
          : `<a href="${escapeXml(to)}"${
            to.startsWith("#") ? "" : ' rel="noopener noreferrer"'
          }>${text}</a>`;
      },
      image: ({ text }) => escapeXml(text),
      table(token) {
        const row = (cells: Tokens.TableCell[], tag: string) =>
          `<tr>${
            cells.map(({ tokens }) =>
              `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`
            ).join("")
          }</tr>`;
        return `<div class="table" tabindex="0" role="region" aria-label="table"><table><thead>${
          row(token.header, "th")
        }</thead><tbody>${
          token.rows.map((cells) => row(cells, "td")).join("")
        }</tbody></table></div>`;
      },
    },
  });
  return marked.parse(markdown, { async: false });
}

/** Where a link of a lesson leads in the page; `undefined` if it leads to a file that the page does not have. */
function addressOf(href: string, lesson: number): string | undefined {
  if (href.startsWith("#")) return `#/${lesson}/${href.slice(1)}`;
  if (/^https:\/\//.test(href)) return href;
  const [, stem, anchor = ""] =
    /^\.\.\/(\w+)(?:\/(?:README\.md)?(?:#(.+))?)?$/.exec(href) ?? [];
  const other = LESSONS.find((each) => each.stem === stem);
  return other && `#/${other.number}${anchor && `/${anchor}`}`;
}
