/**
 * Calls that are forgotten, not awaited, or given the wrong things.
 *
 * @module
 */
import { type Change, drop, replace } from "../change.ts";
import {
  endOf,
  isFunction,
  type NodeOf,
  type Site,
  startOf,
} from "../syntax.ts";
import { methodOf } from "./numbers.ts";

/** `close()` and `closeWrite()` that are never called. */
export function dropClose({ node, parents, source }: Site): Change[] {
  if (!/^(close|closeWrite)$/.test(methodOf(node) ?? "")) return [];
  const [parent, grandparent] = parents;
  const awaited = parent?.type === "AwaitExpression";
  const statement = awaited ? grandparent : parent;
  if (statement?.type === "ExpressionStatement") {
    const around = parents.slice(parents.indexOf(statement) + 1);
    return [drop({ node: statement, parents: around, source })];
  }
  return [replace(node, "undefined")];
}

export function dropAwait({ node, source }: Site): Change[] {
  if (node.type === "AwaitExpression") {
    return [replace(node, source.of(node.argument))];
  }
  if (node.type !== "ForOfStatement" || !node.await) return [];
  const head = source.text.slice(startOf(node), startOf(node.left));
  return [{
    start: startOf(node),
    end: startOf(node.left),
    text: head.replace(" await", ""),
  }];
}

/** Waits for work that was meant to go on beside: one client after the other. */
export function addAwait({ node, parents, source }: Site): Change[] {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") {
    return [];
  }
  const { name } = node.callee;
  const around = parents.find(isFunction);
  const isAsync = new RegExp(`\\basync function ${name}\\b`).test(source.text);
  return isAsync && around?.async && parents[0].type !== "AwaitExpression"
    ? [replace(node, `await ${source.of(node)}`)]
    : [];
}

/** Calls that a value can do without: the value itself stays. */
const SPARED =
  /^(subarray|slice|catch|then|trim|filter|map|reverse|sort|toUpperCase|toLowerCase)$/;

export function dropCall({ node, parents, source }: Site): Change[] {
  if (node.type !== "CallExpression" || !SPARED.test(methodOf(node) ?? "")) {
    return [];
  }
  const { callee } = node;
  if (callee.type !== "MemberExpression") return [];
  // A statement that is only the value does nothing: see "drop-statement".
  const alone = parents[0]?.type === "ExpressionStatement" &&
    callee.object.type === "Identifier";
  return alone ? [] : [replace(node, source.of(callee.object))];
}

const METHODS: Record<string, string> = {
  all: "race",
  every: "some",
  some: "every",
  push: "unshift",
  min: "max",
  max: "min",
  toUpperCase: "toLowerCase",
  toLowerCase: "toUpperCase",
  // Shares the memory, and does not copy it.
  slice: "subarray",
};

export function swapMethod({ node, parents }: Site): Change[] {
  const method = methodOf(node) ?? "";
  // What is read goes into a copy.
  const isRead = method === "subarray" && methodOf(parents[0]) === "read";
  const other = isRead ? "slice" : METHODS[method];
  if (!other || node.type !== "CallExpression") return [];
  return node.callee.type === "MemberExpression"
    ? [replace(node.callee.property, other)]
    : [];
}

type Call = NodeOf<"CallExpression" | "NewExpression">;

/** Whether a node is given arguments, and what is thrown is not concerned: its words are free. */
function isCall({ node, parents }: Site): boolean {
  return node.type === "CallExpression" ||
    node.type === "NewExpression" && parents[0]?.type !== "ThrowStatement";
}

/** One argument less, from the end. Without its only one, most calls just fail. */
export function dropArgument(site: Site): Change[] {
  if (!isCall(site)) return [];
  const [last, before] = (site.node as Call).arguments.toReversed();
  // A `DataView` without its flag is big-endian as well.
  const isDefault = last?.type === "BooleanLiteral" && !last.value &&
    /^[gs]et/.test(methodOf(site.node) ?? "");
  return before && !isDefault
    ? [{ start: endOf(before), end: endOf(last), text: "" }]
    : [];
}

export function swapArguments(site: Site): Change[] {
  if (!isCall(site)) return [];
  const { arguments: args } = site.node as Call;
  const [first, second] = args;
  if (args.length !== 2 || first.type !== second.type) return [];
  const { source } = site;
  return [{
    start: startOf(first),
    end: endOf(second),
    text: `${source.of(second)}, ${source.of(first)}`,
  }];
}

/** One property less in an object. */
export function dropProperty({ node }: Site): Change[] {
  if (node.type !== "ObjectExpression") return [];
  const all = node.properties;
  return all.flatMap((each, i) => {
    if (each.type !== "ObjectProperty") return [];
    const [next, before] = [all[i + 1], all[i - 1]];
    if (next) return [{ start: startOf(each), end: startOf(next), text: "" }];
    const start = before ? endOf(before) : startOf(each);
    return [{ start, end: endOf(each), text: "" }];
  });
}

/** `Error` in the place of a class that says more. */
export function plainError({ node, parents, source }: Site): Change[] {
  return node.type === "NewExpression" &&
      parents[0]?.type === "ThrowStatement" &&
      source.of(node.callee) !== "Error"
    ? [replace(node.callee, "Error")]
    : [];
}
