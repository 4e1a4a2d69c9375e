import type { MarkedToken, Token } from "marked";
import { codeSpan, type Span } from "./spans.ts";
import type { Paint, Style } from "./style.ts";

/** The character references that Markdown written by hand uses. */
const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/**
 * The text within a block as spans: code, stress and links in their colours.
 * HTML tags and comments are dropped.
 *
 * @param tokens Inline tokens of `marked`.
 * @param style The colours.
 * @param paint The colour of the text around them.
 * @returns The spans, for `wrap`.
 */
export function inlineSpans(
  tokens: readonly Token[],
  style: Style,
  paint?: Paint,
): Span[] {
  return tokens.flatMap((token) => inlineToken(token, style, paint));
}

/** The spans of one inline token. */
function inlineToken(any: Token, style: Style, paint?: Paint): Span[] {
  const token = any as MarkedToken;
  switch (token.type) {
    case "text":
      return token.tokens
        ? inlineSpans(token.tokens, style, paint)
        : [{ text: prose(token.text), paint }];
    case "escape":
      return [{ text: token.text, paint }];
    case "codespan":
      return [codeSpan(token.text, style)];
    case "br":
      return [{ text: "\n" }];
    case "strong":
      return stressed(token.tokens, style, style.strong, paint);
    case "em":
      return stressed(token.tokens, style, style.emphasis, paint);
    case "del":
      return inlineSpans(token.tokens, style, style.faint);
    case "image":
      return [{ text: token.text, paint }];
    case "checkbox":
      // The list shows it as the mark of the item.
      return [];
    case "link": {
      const spans = inlineSpans(token.tokens, style, paint);
      if (token.href.startsWith("#")) {
        return [...spans, { text: style.signs.below, paint: style.faint }];
      }
      const text = spans.map((span) => span.text).join("");
      // An address within the project leads nowhere from a terminal.
      return isRelative(token.href) || text === token.href
        ? spans
        : [...spans, { text: ` (${token.href})`, paint: style.faint }];
    }
    case "html":
      return /^<br\s*\/?>$/i.test(token.text.trim()) ? [{ text: "\n" }] : [];
    default:
      return [{ text: prose(token.raw), paint }];
  }
}

/** Stress without colour is shown as it was written, between asterisks. */
function stressed(
  tokens: Token[],
  style: Style,
  own: Paint,
  around?: Paint,
): Span[] {
  const paint: Paint = around ? (text) => around(own(text)) : own;
  const spans = inlineSpans(tokens, style, paint);
  return style.colour ? spans : [{ text: "*" }, ...spans, { text: "*" }];
}

/** Text as it reads: references resolved, a line's end within a paragraph a space. */
function prose(text: string): string {
  return text.replaceAll("\n", " ").replace(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (whole, decimal, hexadecimal, name) => {
      if (name) return NAMED[name] ?? whole;
      const code = decimal ? Number(decimal) : parseInt(hexadecimal, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Whether an address has neither a scheme nor a host. */
function isRelative(href: string): boolean {
  return !/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(href);
}
