/**
 * Texts, patterns, defaults, and values that are shared or kept too long.
 *
 * @module
 */
import { type Change, replace } from "../change.ts";
import { endOf, isFunction, type Node, type Site, startOf } from "../syntax.ts";

/** Whether a text says to a reader what went wrong: its words are free. */
function isErrorText(parents: readonly Node[]): boolean {
  return parents.some(({ type }) => type === "ThrowStatement");
}

/** The next letter or digit; another one for what is neither. */
function neighbour(character: string): string {
  if (!/[a-z0-9]/i.test(character)) return "x";
  const step = /[z9]/i.test(character) ? -1 : 1;
  return String.fromCharCode(character.charCodeAt(0) + step);
}

/** The offset of the middle character that can be replaced: no escape, no space. */
function middleOf(text: string): number | undefined {
  const middle = Math.floor(text.length / 2);
  const places = [...text.matchAll(/\\.|[\w.!:;,?+*/-]/g)]
    .filter(([match]) => match.length === 1)
    .map(({ index }) => index);
  return places.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
}

/** The texts of a node that are no code, with their offsets: a template has many. */
function textsOf(node: Node, source: Site["source"]): [number, string][] {
  if (node.type === "StringLiteral") {
    return [[startOf(node) + 1, source.of(node).slice(1, -1)]];
  }
  if (node.type !== "TemplateElement") return [];
  const lines = source.of(node).matchAll(/[^\n]+/g);
  return [...lines].map(({ index, 0: line }) => [startOf(node) + index, line]);
}

/** A text of so many lines is a table: each of its words counts. */
const TABLE_LINES = 5;

/** The lines that operators on texts change; nothing where the words are free. */
function linesOf({ node, parents, source }: Site): [number, string][] {
  return isErrorText(parents) ? [] : textsOf(node, source);
}

/** Another character in the middle of each text, and of each line of a longer one. */
export function changeCharacter(site: Site): Change[] {
  const lines = linesOf(site);
  if (lines.length >= TABLE_LINES) return [];
  return lines.flatMap(([start, line]) => {
    const at = middleOf(line);
    if (at === undefined) return [];
    const text = neighbour(line[at]);
    return [{ start: start + at, end: start + at + 1, text }];
  });
}

/** No text at all, or one line less of a longer one. */
export function emptyText(site: Site): Change[] {
  const lines = linesOf(site);
  if (lines.length >= TABLE_LINES) return [];
  return lines.filter(([, line]) => line.trim() !== "")
    .map(([start, line]) => ({ start, end: start + line.length, text: "" }));
}

/** Each word of a table as if nothing were there. */
export function changeWord(site: Site): Change[] {
  const lines = linesOf(site);
  if (lines.length < TABLE_LINES) return [];
  return lines.flatMap(([start, line]) =>
    [...line.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
      start: start + index,
      end: start + index + word.length,
      text: word === "-" ? "x" : "-",
    }))
  );
}

/** A pattern with one anchor, repetition or flag less. */
export function loosenPattern({ node }: Site): Change[] {
  if (node.type !== "RegExpLiteral") return [];
  const { pattern, flags } = node;
  const shorter: [string, string][] = [];
  for (const { index } of pattern.matchAll(/(?<!\\)[\^$?*+]/g)) {
    shorter.push([
      pattern.slice(0, index) + pattern.slice(index + 1),
      flags,
    ]);
  }
  for (const flag of flags) shorter.push([pattern, flags.replace(flag, "")]);
  return shorter.filter(([pattern, flags]) => isPattern(pattern, flags))
    .map(([pattern, flags]) => replace(node, `/${pattern}/${flags}`));
}

function isPattern(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp && pattern !== "";
  } catch {
    return false;
  }
}

/** `port = 0` without what holds when nothing is given. */
export function dropDefault({ node, source }: Site): Change[] {
  return node.type === "AssignmentPattern"
    ? [replace(node, source.of(node.left as Node))]
    : [];
}

/** What each call made for itself is made once: all calls share it. */
export function shareState({ node, parents, source }: Site): Change[] {
  const [declarator] = parents;
  if (declarator?.type !== "VariableDeclarator" || declarator.init !== node) {
    return [];
  }
  const isFresh = node.type === "NewExpression" ||
    node.type === "ArrayExpression" && node.elements.length === 0;
  if (!isFresh || !parents.some(isFunction)) return [];
  const name = `shared_${
    declarator.id.type === "Identifier" ? declarator.id.name : "value"
  }`;
  return [{
    ...replace(node, `(${name} ??= ${source.of(node)})`),
    tail: `\nvar ${name};\n`,
  }];
}

/** One element less in a list. */
export function dropElement({ node }: Site): Change[] {
  if (node.type !== "ArrayExpression") return [];
  const all = node.elements.filter((each) => each !== null);
  return all.map((each, i) => {
    const next = all[i + 1];
    return {
      start: startOf(each),
      end: next ? startOf(next) : endOf(each),
      text: "",
    };
  });
}
