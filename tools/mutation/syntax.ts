import { type Expression, type File, parse } from "@babel/parser";

type Main = File["program"]["body"][number] | Expression;
type Kind<K> = Extract<Main, { type: K }>;

/** A node of the syntax tree: statements, expressions, and the parts of them that operators look at. */
export type Node =
  | Main
  | Kind<"ObjectExpression">["properties"][number]
  | Kind<"VariableDeclaration">["declarations"][number]
  | NonNullable<Kind<"TryStatement">["handler"]>
  | Kind<"TemplateLiteral">["quasis"][number]
  | Kind<"ClassDeclaration">["body"]["body"][number]
  | Kind<"FunctionDeclaration">["params"][number]
  | Kind<"CallExpression">["arguments"][number]
  | Kind<"CallExpression">["callee"]
  | Kind<"MemberExpression">["object" | "property"]
  | Kind<"AssignmentExpression">["left"];

/** The node of a kind: `NodeOf<"TryStatement">`. */
export type NodeOf<K extends Node["type"]> = Extract<Node, { type: K }>;

/** A function of any form. */
export type FunctionNode = NodeOf<
  | "FunctionDeclaration"
  | "FunctionExpression"
  | "ArrowFunctionExpression"
  | "ObjectMethod"
  | "ClassMethod"
>;

/** A loop of any form. */
export type LoopNode = NodeOf<
  | "WhileStatement"
  | "DoWhileStatement"
  | "ForStatement"
  | "ForOfStatement"
  | "ForInStatement"
>;

/** Whether a node is a function, of whatever form. */
export function isFunction(node: Node): node is FunctionNode {
  return /^(Function|ArrowFunction)|^(Object|Class)Method$/.test(node.type);
}

/** Whether a node is a loop, of whatever form. */
export function isLoop(node: Node): node is LoopNode {
  return /^(Do)?While|^For/.test(node.type);
}

/** One node, with what surrounds it. */
export interface Site {
  node: Node;
  /** From the nearest one to the whole file. */
  parents: readonly Node[];
  source: Source;
}

/** A node that types are taken from: its expression runs, the rest does not. */
const TYPED = /^TS(As|Satisfies|NonNull)/;

/** The text of a program, and its syntax tree. */
export class Source {
  readonly text: string;
  readonly file: File;

  /**
   * @param text A module in TypeScript.
   * @throws {SyntaxError} If it cannot be parsed.
   */
  constructor(text: string) {
    this.text = text;
    this.file = parse(text, { sourceType: "module", plugins: ["typescript"] });
  }

  /** The text of a node. */
  of(node: Node): string {
    return this.text.slice(startOf(node), endOf(node));
  }

  /** The line that an offset lies in; the first is 1. */
  lineOf(offset: number): number {
    return this.text.slice(0, offset).split("\n").length;
  }

  /** Every node that runs: no types, no imports, no plain re-exports. */
  *sites(): Generator<Site> {
    for (const node of this.file.program.body) yield* this.#visit(node, []);
  }

  *#visit(node: Node, parents: Node[]): Generator<Site> {
    if (node.type === "ImportDeclaration") return;
    if (node.type.startsWith("TS") && !TYPED.test(node.type)) return;
    yield { node, parents, source: this };
    for (const child of childrenOf(node)) {
      yield* this.#visit(child, [node, ...parents]);
    }
  }
}

/** The nodes right below a node, in the order of the text. */
function childrenOf(node: Node): Node[] {
  return Object.entries(node)
    .filter(([name]) => !/comments$/i.test(name))
    .flatMap(([, value]): unknown[] => Array.isArray(value) ? value : [value])
    .filter((value): value is Node =>
      typeof (value as Node | null)?.type === "string" &&
      typeof (value as Node).start === "number"
    );
}

/** Where a node begins. */
export function startOf(node: Node): number {
  return node.start!;
}

/** Where a node ends: the first offset behind it. */
export function endOf(node: Node): number {
  return node.end!;
}

/** The name of the function or constant that a node belongs to; `module` at the top level. */
export function ownerOf({ node, parents }: Site): string {
  const chain = [node, ...parents];
  let constant: string | undefined;
  for (const [i, each] of chain.entries()) {
    if (each.type === "VariableDeclarator" && each.id.type === "Identifier") {
      if (isFunction(chain[i - 1] ?? each)) return each.id.name;
      constant = each.id.name;
    }
    if (!isFunction(each)) continue;
    if ("id" in each && each.id) return each.id.name;
    if ("key" in each && each.key.type === "Identifier") return each.key.name;
  }
  return constant ?? "module";
}
