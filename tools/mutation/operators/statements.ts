/**
 * What is forgotten, done in the wrong order, or done too early.
 *
 * @module
 */
import { type Change, drop, insert, replace } from "../change.ts";
import {
  endOf,
  isFunction,
  isLoop,
  type Node,
  type NodeOf,
  type Site,
  startOf,
} from "../syntax.ts";

/** A declaration is kept: without it the program would only fail to start. */
const DROPPED =
  /^(Expression|If|For|ForOf|ForIn|While|DoWhile|Throw|Return|Break|Continue)Statement$/;

export function dropStatement(site: Site): Change[] {
  const { node, parents: [parent, around] } = site;
  if (!DROPPED.test(node.type) || parent && isLoop(parent)) return [];
  // The same as no `if` at all.
  if (parent?.type === "IfStatement" && !parent.alternate) return [];
  const isLast = parent?.type === "BlockStatement" && around &&
    isFunction(around) && parent.body.at(-1) === node;
  return isLast && node.type === "ReturnStatement" ? [] : [drop(site)];
}

/** The statement after this one comes first. */
export function swapStatements({ node, parents, source }: Site): Change[] {
  const [parent] = parents;
  if (
    node.type !== "ExpressionStatement" || parent?.type !== "BlockStatement"
  ) {
    return [];
  }
  const next = parent.body[parent.body.indexOf(node) + 1];
  if (next?.type !== "ExpressionStatement") return [];
  return [{
    start: startOf(node),
    end: endOf(next),
    text: `${source.of(next)} ${source.of(node)}`,
  }];
}

/** Returns at once, or when only a part is done. */
export function returnEarly({ node }: Site): Change[] {
  if (!isFunction(node) || node.body.type !== "BlockStatement") return [];
  return node.body.body
    .filter(({ type }, i) =>
      type !== "ReturnStatement" && (i === 0 || !/Declaration$/.test(type))
    )
    .map((each) => insert(startOf(each), "return; ", startOf(each)));
}

export function dropReturnValue({ node }: Site): Change[] {
  return node.type === "ReturnStatement" && node.argument
    ? [replace(node, "return;")]
    : [];
}

/** Whether a block is left at its end anyway. */
function leaves(body: Node): boolean {
  const last = body.type === "BlockStatement" ? body.body.at(-1) : undefined;
  return /^(Return|Break|Throw|Continue)/.test(last?.type ?? "");
}

/** A loop that ends with its first turn: one accept, one read, one write. */
export function breakAfterFirst({ node, source }: Site): Change[] {
  if (!isLoop(node) || leaves(node.body)) return [];
  if (node.body.type === "BlockStatement") {
    return [insert(endOf(node.body) - 1, "break; ", startOf(node))];
  }
  return [replace(node.body, ` { ${source.of(node.body)} break; }`)];
}

const inside = (source: Site["source"], block: NodeOf<"BlockStatement">) =>
  source.of(block).slice(1, -1).trim();

/** No `try`: its block stays, its `catch` and `finally` are gone. */
export function removeTry({ node, source }: Site): Change[] {
  return node.type === "TryStatement"
    ? [replace(node, source.of(node.block))]
    : [];
}

export function dropCatch({ node, source }: Site): Change[] {
  if (node.type !== "TryStatement" || !node.handler || !node.finalizer) {
    return [];
  }
  const [block, last] = [source.of(node.block), source.of(node.finalizer)];
  return [replace(node, `try ${block} finally ${last}`)];
}

export function emptyCatch({ node }: Site): Change[] {
  return node.type === "CatchClause" && node.body.body.length > 0
    ? [replace(node.body, "{}")]
    : [];
}

export function dropFinally({ node, source }: Site): Change[] {
  if (node.type !== "TryStatement" || !node.finalizer || !node.handler) {
    return [];
  }
  return [
    replace(node, `try ${source.of(node.block)} ${source.of(node.handler)}`),
  ];
}

/** What `finally` does is done only where nothing fails, or only where something does. */
export function finallyOnOnePath({ node, source }: Site): Change[] {
  if (node.type !== "TryStatement" || !node.finalizer) return [];
  const block = source.of(node.block).slice(0, -1);
  const last = inside(source, node.finalizer);
  const handler = node.handler ? source.of(node.handler) : "";
  const onSuccess = node.handler
    ? `try ${block} ${last} } ${handler}`
    : `${block} ${last} }`;
  if (node.handler) return [replace(node, onSuccess)];
  return [
    replace(node, onSuccess),
    replace(node, `try ${block} } catch (failure) { ${last} throw failure; }`),
  ];
}
