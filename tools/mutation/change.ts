import {
  endOf,
  type Node,
  type NodeOf,
  type Site,
  type Source,
  startOf,
} from "./syntax.ts";

/** One place of a text, and what replaces it. */
export interface Change {
  /** Offset of the first character that is replaced. */
  start: number;
  /** Offset behind the last one; as `start` where text is only added. */
  end: number;
  text: string;
  /** Added at the end of the module. */
  tail?: string;
  /** Offset of the line that shows a reader where text was added. */
  anchor?: number;
}

/** What is changed at one node; nothing if the operator does not apply. */
export type Operator = (site: Site) => Change[];

/** Puts a text in the place of a node. */
export function replace(node: Node, text: string): Change {
  return { start: startOf(node), end: endOf(node), text };
}

/** Takes a statement away; where the syntax needs one, an empty block stays. */
export function drop({ node, parents: [parent] }: Site): Change {
  const listed = parent === undefined || parent.type === "BlockStatement" ||
    parent.type as string === "SwitchCase";
  return replace(node, listed ? "" : "{}");
}

/** Adds a text before an offset. */
export function insert(offset: number, text: string, anchor: number): Change {
  return { start: offset, end: offset, text, anchor };
}

/** Puts another sign between two operands; their parentheses stay. */
export function swapSign(
  source: Source,
  node: NodeOf<"BinaryExpression" | "AssignmentExpression">,
  other: string,
): Change {
  const [start, end] = [endOf(node.left as Node), startOf(node.right)];
  const between = source.text.slice(start, end);
  return { start, end, text: between.replace(node.operator, other) };
}
