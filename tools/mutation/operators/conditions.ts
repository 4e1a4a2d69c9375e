/**
 * Conditions the wrong way round, too wide or too narrow.
 *
 * @module
 */
import { type Change, replace, swapSign } from "../change.ts";
import type { Node, Site } from "../syntax.ts";

/** The condition of a statement or expression that has one. */
function testOf(node: Node): Node | undefined {
  switch (node.type) {
    case "IfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
    case "ConditionalExpression":
      return node.test ?? undefined;
  }
}

const COMPARED: Record<string, string[]> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "==": ["!="],
  "!=": ["=="],
};

export function swapComparison({ node, source }: Site): Change[] {
  if (node.type !== "BinaryExpression") return [];
  if (node.operator === "instanceof" || node.operator === "in") {
    return [replace(node, `!(${source.of(node)})`)];
  }
  const others = COMPARED[node.operator] ?? [];
  return others.map((other) => swapSign(source, node, other));
}

export function negateCondition({ node, source }: Site): Change[] {
  const test = testOf(node);
  // Other operators turn these round already.
  if (!test || /^(Binary|Unary)Expression|BooleanLiteral/.test(test.type)) {
    return [];
  }
  return [replace(test, `!(${source.of(test)})`)];
}

/** Always so, or never so. */
export function forceCondition({ node }: Site): Change[] {
  const test = testOf(node);
  if (!test || test.type === "BooleanLiteral") return [];
  switch (node.type) {
    case "IfStatement":
      // Never so, without an `else`: the statement is dropped.
      return node.alternate
        ? [replace(test, "true"), replace(test, "false")]
        : [replace(test, "true")];
    case "ConditionalExpression":
      return [replace(test, "true"), replace(test, "false")];
    default:
      return [replace(test, "false")];
  }
}

/** A check for `null` or `undefined` that is never met. */
export function removeNullCheck({ node, source }: Site): Change[] {
  if (node.type !== "BinaryExpression") return [];
  if (!/^(null|undefined)$/.test(source.of(node.right))) return [];
  return /^===?$/.test(node.operator)
    ? [replace(node, "false")]
    : /^!==?$/.test(node.operator)
    ? [replace(node, "true")]
    : [];
}

export function swapLogical({ node, source }: Site): Change[] {
  if (node.type !== "LogicalExpression" || node.operator === "??") return [];
  const other = node.operator === "&&" ? "||" : "&&";
  // The two bind differently, and may not be used beside `??` without parentheses.
  const [left, right] = [node.left, node.right].map((side) =>
    side.type === "LogicalExpression" ? `(${source.of(side)})` : source.of(side)
  );
  return [replace(node, `(${left} ${other} ${right})`)];
}

/** One side of `&&`, `||` or `??` alone. */
export function dropOperand({ node, source }: Site): Change[] {
  return node.type === "LogicalExpression"
    ? [
      replace(node, source.of(node.left)),
      replace(node, source.of(node.right)),
    ]
    : [];
}

/** `!x` and `-x` without their sign. */
export function dropSign({ node, source }: Site): Change[] {
  return node.type === "UnaryExpression" && /^[!-]$/.test(node.operator)
    ? [replace(node, source.of(node.argument))]
    : [];
}

export function flipBoolean({ node }: Site): Change[] {
  return node.type === "BooleanLiteral"
    ? [replace(node, String(!node.value))]
    : [];
}
