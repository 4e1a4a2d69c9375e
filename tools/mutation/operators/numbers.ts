/**
 * Numbers, positions and sizes that are a little off.
 *
 * @module
 */
import { type Change, replace, swapSign } from "../change.ts";
import { endOf, type Node, type Site, startOf } from "../syntax.ts";

/** The name of the method that a call calls: `slice` of `bytes.slice(1)`. */
export function methodOf(node: Node): string | undefined {
  if (node.type !== "CallExpression") return;
  const { callee } = node;
  return callee.type === "MemberExpression" &&
      callee.property.type === "Identifier"
    ? callee.property.name
    : undefined;
}

/** Each integer one larger, and one smaller. */
export function offByOne({ node, parents, source }: Site): Change[] {
  if (node.type === "NumericLiteral" && Number.isInteger(node.value)) {
    const smaller = node.value === 0 ? "(-1)" : String(node.value - 1);
    return [replace(node, String(node.value + 1)), replace(node, smaller)];
  }
  if (node.type === "BigIntLiteral") {
    const value = BigInt(node.value);
    return [replace(node, `${value + 1n}n`), replace(node, `(${value - 1n}n)`)];
  }
  // A position that is computed.
  const [call] = parents;
  const isPosition = call?.type === "CallExpression" && call.callee !== node &&
    /^(subarray|slice)$/.test(methodOf(call) ?? "");
  const text = source.of(node);
  return isPosition
    ? [replace(node, `${text} + 1`), replace(node, `${text} - 1`)]
    : [];
}

/** A buffer of one byte: every read takes no more. */
export function bufferOfOneByte({ node, source }: Site): Change[] {
  if (node.type !== "NewExpression") return [];
  if (!/^(Uint8Array|ArrayBuffer)$/.test(source.of(node.callee))) return [];
  const [size, ...others] = node.arguments;
  return size && others.length === 0 ? [replace(size, "1")] : [];
}

const ASSIGNED: Record<string, string[]> = {
  "+=": ["-=", "="],
  "-=": ["+=", "="],
};

export function swapUpdate({ node, source }: Site): Change[] {
  if (node.type === "UpdateExpression") {
    const other = node.operator === "++" ? "--" : "++";
    const argument = source.of(node.argument);
    return [replace(node, node.prefix ? other + argument : argument + other)];
  }
  if (node.type !== "AssignmentExpression") return [];
  const others = ASSIGNED[node.operator] ?? [];
  return others.map((other) => swapSign(source, node, other));
}

const CALCULATED: Record<string, string> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "**": "*",
  "<<": ">>>",
  ">>": "<<",
  ">>>": ">>",
  "&": "|",
  "|": "&",
  "^": "&",
};

export function swapArithmetic({ node, source }: Site): Change[] {
  if (node.type !== "BinaryExpression") return [];
  const other = CALCULATED[node.operator];
  return other ? [swapSign(source, node, other)] : [];
}

/** `x >>> 0` without the shift: the number stays signed. */
export function dropUnsignedShift({ node, source }: Site): Change[] {
  return node.type === "BinaryExpression" && node.operator === ">>>" &&
      source.of(node.right) === "0"
    ? [replace(node, source.of(node.left as Node))]
    : [];
}

const ACCESS = /^([gs]et)(Big)?(Int|Uint|Float)(16|32|64)$/;
const ORDERS: Record<string, string> = {
  "little-endian": "big-endian",
  "big-endian": "little-endian",
};

/** The other byte order: the flag of a `DataView`, and the word for it. */
export function swapEndian({ node, source }: Site): Change[] {
  if (node.type === "StringLiteral" && ORDERS[node.value]) {
    return [replace(node, `"${ORDERS[node.value]}"`)];
  }
  const [, access] = ACCESS.exec(methodOf(node) ?? "") ?? [];
  if (!access || node.type !== "CallExpression") return [];
  const before = access === "get" ? 1 : 2;
  const flag = node.arguments[before];
  if (flag) return [replace(flag, `!(${source.of(flag)})`)];
  const end = endOf(node) - 1;
  return [{ start: end, end, text: ", true", anchor: startOf(node) }];
}
