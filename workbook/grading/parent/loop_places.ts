/**
 * Where the program of a submission may run for ever. A process that does
 * nothing else cannot say where it is: its text says which loops await nothing.
 *
 * @module
 */
import { readablePath } from "../../paths.ts";

/** A node of the syntax tree, as far as it is looked at. */
interface Node {
  type: string;
  /** Of `for (…; …; update)`. */
  update?: unknown;
  loc?: { start: { line: number; column: number } } | null;
}

/** A loop, and whether its head says how it goes on: `for (…; …; i++)`. */
interface Loop {
  place: string;
  counts: boolean;
}

/** So many places are named; more would help nobody. */
const MOST = 3;

/**
 * Where a submission has loops that await nothing.
 *
 * @param submission The submission, as a `file:` address.
 * @returns `lessons/…/exercise.ts:12:3`, or a few of them; `undefined` if there
 * are none or more than three.
 */
export async function endlessPlace(
  submission: string,
): Promise<string | undefined> {
  try {
    const text = await Deno.readTextFile(new URL(submission));
    const places = await loopPlaces(text);
    if (places.length === 0 || places.length > MOST) return;
    const path = readablePath(submission);
    const full = places.map((place) => `${path}:${place}`);
    return full.length === 1 ? full[0] : `one of ${full.join(", ")}`;
  } catch {
    return; // It is gone, or no TypeScript any more.
  }
}

/**
 * The loops of a program that await nothing, as `line:column` from 1. Those
 * that count in their head are named only if there are no others.
 *
 * @param text The program.
 * @throws {SyntaxError} If it cannot be parsed.
 */
export async function loopPlaces(text: string): Promise<string[]> {
  const { parse } = await import("@babel/parser");
  const { program } = parse(text, {
    sourceType: "module",
    plugins: ["typescript"],
  });
  const loops: Loop[] = [];
  collect(program, loops);
  const blind = loops.filter(({ counts }) => !counts);
  return (blind.length > 0 ? blind : loops).map(({ place }) => place);
}

function collect(node: Node, loops: Loop[]): void {
  if (
    /^(?:While|DoWhile|For)Statement$/.test(node.type) && !waits(node) &&
    node.loc
  ) {
    const { line, column } = node.loc.start;
    loops.push({ place: `${line}:${column + 1}`, counts: !!node.update });
  }
  for (const child of childrenOf(node)) collect(child, loops);
}

/** Whether something in a node may wait; what a function in it does later does not count. */
function waits(node: Node): boolean {
  if (/^(?:Await|Yield)Expression$/.test(node.type)) return true;
  if (node.type === "ForOfStatement" && "await" in node && node.await) {
    return true;
  }
  return childrenOf(node).some((child) =>
    !/Function|Method/.test(child.type) && waits(child)
  );
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter((value): value is Node =>
    typeof value === "object" && value !== null && "type" in value &&
    typeof value.type === "string"
  );
}
