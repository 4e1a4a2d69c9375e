import { parse } from "@babel/parser";
import type { Import } from "./imports.ts";

/**
 * The files that a file loads, itself included, in no order.
 *
 * @param roots Files, relative to the project.
 * @param imports All imports of the project.
 * @param isLeftOut Files that count neither themselves nor for what they load.
 */
export function reachedFrom(
  roots: readonly string[],
  imports: readonly Import[],
  isLeftOut: (file: string) => boolean = () => false,
): Set<string> {
  const reached = new Set<string>();
  const waiting = [...roots];
  for (let file; (file = waiting.pop()) !== undefined;) {
    if (reached.has(file) || isLeftOut(file)) continue;
    reached.add(file);
    for (const { from, to, typeOnly } of imports) {
      if (from === file && !typeOnly) waiting.push(to);
    }
  }
  return reached;
}

interface Node {
  type: string;
  loc: { start: { line: number } };
  callee?: Node & { name?: string; property?: { name?: string } };
  arguments?: Node[];
}

/** Methods that make a pattern of a text. */
const MAKES_ONE = ["match", "matchAll", "search"];

/**
 * Where a file makes patterns that ask `RegExp.prototype` how to match: each
 * that is not given to `pattern()` as it is made.
 *
 * @param code The text of the file.
 * @returns Lines, from 1.
 */
export function openPatterns(code: string): number[] {
  const { program } = parse(code, {
    sourceType: "module",
    plugins: ["typescript"],
  });
  const lines: number[] = [];
  visit(program as unknown as Node, undefined, (node, parent) => {
    const isKept = parent?.callee?.name === "pattern";
    if (makesPattern(node) && !isKept) lines.push(node.loc.start.line);
  });
  return lines;
}

/** Whether an expression makes a pattern. */
function makesPattern({ type, callee, arguments: given = [] }: Node): boolean {
  if (type === "RegExpLiteral") return true;
  if (callee?.name === "RegExp") return true;
  const isText = given[0]?.type === "StringLiteral" ||
    given[0]?.type === "TemplateLiteral";
  return isText && MAKES_ONE.includes(callee?.property?.name ?? "");
}

function visit(
  value: unknown,
  parent: Node | undefined,
  see: (node: Node, parent?: Node) => void,
): void {
  if (typeof value !== "object" || value === null) return;
  const isNode = "type" in value && "loc" in value;
  if (isNode) see(value as Node, parent);
  for (const child of Object.values(value)) {
    visit(child, isNode ? value as Node : parent, see);
  }
}
