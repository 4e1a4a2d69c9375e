import type { MarkedToken, Token, Tokens } from "marked";
import { inlineSpans } from "./_inline.ts";
import { type Span, wrap } from "./spans.ts";
import type { Style } from "./style.ts";
import { formatTable } from "./table.ts";
import { pad, textWidth } from "./width.ts";

/** Columns left of a listing: it stands apart without a frame. */
const CODE_INDENT = 4;

/**
 * Markdown as text for a terminal: headings underlined, paragraphs, lists,
 * quotes and tables fitted to the width, listings as they are, HTML dropped.
 * No line is wider than the width, unless a single word or a listing is.
 * A link's address follows it, unless it leads to a file of the project; one
 * that leads to another place of the same text has a sign.
 *
 * The parser is loaded on the first call, because most commands print no
 * Markdown and loading it takes about 10 ms.
 *
 * @param markdown CommonMark with GitHub's tables.
 * @param style The colours, the signs and the width.
 * @returns The text, ended by a line feed; empty if there is nothing to show.
 */
export async function renderMarkdown(
  markdown: string,
  style: Style,
): Promise<string> {
  const { lexer } = await import("marked");
  const lines = blocks(lexer(markdown), style.width, style);
  return lines.map((line) => `${line}\n`).join("");
}

/** Blocks one below the other, a blank line between two unless they are tight. */
function blocks(
  tokens: readonly Token[],
  width: number,
  style: Style,
  tight = false,
): string[] {
  const lines: string[] = [];
  for (const token of tokens) {
    const drawn = block(token as MarkedToken, width, style);
    if (drawn.length === 0) continue;
    if (lines.length > 0 && !tight) lines.push("");
    lines.push(...drawn);
  }
  return lines;
}

/** The lines of one block; none for what is not shown. */
function block(token: MarkedToken, width: number, style: Style): string[] {
  switch (token.type) {
    case "heading":
      return heading(token, width, style);
    case "paragraph":
      return filled(inlineSpans(token.tokens, style), width);
    case "text":
      return filled(inlineSpans(token.tokens ?? [token], style), width);
    case "list":
      return list(token, width, style);
    case "table":
      return formatTable(
        {
          header: token.header.map((cell) => inlineSpans(cell.tokens, style)),
          rows: token.rows.map((row) =>
            row.map((cell) => inlineSpans(cell.tokens, style))
          ),
          align: token.align.map((align) => align ?? "left"),
        },
        width,
        style,
      );
    case "code":
      return listing(token.text.split("\n"), width, style);
    case "blockquote": {
      const start = style.faint(style.signs.bar);
      return blocks(token.tokens, width - 2, style)
        .map((line) => `${start} ${line}`.trimEnd());
    }
    case "hr":
      return [style.faint(style.signs.line.repeat(width))];
    case "html":
      return filled([{ text: withoutTags(token.text) }], width);
    default:
      // Blank lines, and the addresses that links refer to.
      return [];
  }
}

/** A listing as it is: set in, unless it then had no room. */
function listing(lines: string[], width: number, style: Style): string[] {
  const room = width - Math.max(...lines.map(textWidth));
  const indent = room < 0 ? CODE_INDENT : Math.min(CODE_INDENT, room);
  return lines.map((line) =>
    line === "" ? "" : " ".repeat(indent) + style.faint(line)
  );
}

/** A title and, for the first two levels, a line under it. */
function heading(
  token: Tokens.Heading,
  width: number,
  style: Style,
): string[] {
  const { signs, colour } = style;
  const spans = inlineSpans(token.tokens, style, style.strong);
  if (token.depth > 2) {
    // Without colour the marks of Markdown stay: they tell it from a paragraph.
    const marks = colour ? [] : [{ text: `${"#".repeat(token.depth)} ` }];
    return wrap([...marks, ...spans], { width });
  }
  const lines = wrap(spans, { width });
  const under = token.depth === 1 ? signs.doubleLine : signs.line;
  const length = Math.min(width, Math.max(...lines.map(textWidth)));
  return [...lines, style.faint(under.repeat(length))];
}

/** The items of a list, each with its mark at the left of its first line. */
function list(token: Tokens.List, width: number, style: Style): string[] {
  const start = token.start === "" ? 1 : token.start;
  const marks = token.items.map((item, i) => {
    if (item.task) return item.checked ? "[x]" : "[ ]";
    return token.ordered ? `${start + i}.` : style.signs.bullet;
  });
  const column = Math.max(...marks.map(textWidth)) + 1;
  return token.items.flatMap((item, i) => {
    const lines = blocks(item.tokens, width - column, style, !token.loose);
    const first = `${pad(marks[i], column - 1, "right")} ${lines[0] ?? ""}`;
    const space = token.loose && i > 0 ? [""] : [];
    const rest = lines.slice(1).map((line) =>
      line === "" ? "" : " ".repeat(column) + line
    );
    return [...space, first.trimEnd(), ...rest];
  });
}

/** A paragraph; nothing at all if it holds nothing to show. */
function filled(spans: Span[], width: number): string[] {
  const empty = spans.every((span) => span.text.trim() === "");
  return empty ? [] : wrap(spans, { width });
}

/** The text of an HTML block without its comments and tags. */
function withoutTags(html: string): string {
  return html.replace(/<!--[\s\S]*?(?:-->|$)/g, "").replace(/<[^>]*>/g, "")
    .replaceAll("\n", " ").trim();
}
