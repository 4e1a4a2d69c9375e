/**
 * Submissions that are alike: the same code, or nearly the same, whatever the
 * names, the comments and the spaces are. Code that the exercise gives does not
 * count, nor what most of a class writes alike.
 *
 * The text is cut into words; each run of {@linkcode RUN} words is hashed, and
 * of each window of hashes the smallest is kept: winnowing (Schleimer,
 * Wilkerson, Aiken: Winnowing, SIGMOD 2003).
 *
 * @module
 */

/** Words in a run: shorter ones are idioms that everybody writes. */
const RUN = 12;
const WINDOW = 8;
/** Fewer marks than this are too little to compare. */
const FEWEST = 15;
/** Two submissions share this much of the smaller one, or they are not listed. */
const ALIKE = 0.7;
/** What more of a class than this has in common is no sign, if the class is larger than {@linkcode SMALL}. */
const COMMON = 0.3;
const SMALL = 10;

const WORDS =
  /\/\/.*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_$][\w$]*|\d[\w.]*|[^\s\w]/g;
const KEPT = new Set(
  "if else for while do return await async function class const let var new try catch finally throw switch case break continue of in null true false typeof instanceof this read write close closeWrite accept listen connect"
    .split(" "),
);

/** The words of a text, with one name for every name. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(WORDS)) {
    if (word.startsWith("//") || word.startsWith("/*")) continue;
    if (/^[A-Za-z_$]/.test(word)) words.push(KEPT.has(word) ? word : "name");
    else if (/^["']/.test(word)) words.push('""');
    else words.push(word);
  }
  return words;
}

function hash(words: readonly string[], from: number): number {
  let value = 2166136261;
  for (let i = from; i < from + RUN; i++) {
    for (let k = 0; k < words[i].length; k++) {
      value = Math.imul(value ^ words[i].charCodeAt(k), 16777619);
    }
    value = Math.imul(value ^ 32, 16777619);
  }
  return value >>> 0;
}

/**
 * The marks of a text: two texts that share a long run of words share a mark.
 *
 * @param text TypeScript.
 */
export function marksOf(text: string): Set<number> {
  const words = wordsOf(text);
  const hashes: number[] = [];
  for (let i = 0; i + RUN <= words.length; i++) hashes.push(hash(words, i));
  const marks = new Set<number>();
  for (let i = 0; i < Math.max(1, hashes.length - WINDOW + 1); i++) {
    const window = hashes.slice(i, i + WINDOW);
    if (window.length > 0) marks.add(Math.min(...window));
  }
  return marks;
}

/** Two submissions that are alike. */
export interface Pair<T> {
  a: T;
  b: T;
  /** How much of the smaller one they share, from 0 to 1. */
  share: number;
}

/**
 * Finds the pairs that are alike.
 *
 * @param all What is compared, each with its marks.
 * @param given Marks that say nothing: those of the code that the exercise gives.
 * @returns The pairs, the most alike first.
 */
export function findPairs<T>(
  all: readonly { item: T; marks: ReadonlySet<number> }[],
  given: ReadonlySet<number>,
): Pair<T>[] {
  const owners = new Map<number, number[]>();
  all.forEach(({ marks }, i) => {
    for (const mark of marks.difference(given)) {
      const list = owners.get(mark);
      if (list) list.push(i);
      else owners.set(mark, [i]);
    }
  });
  const most = all.length > SMALL ? all.length * COMMON : Infinity;
  const sizes = new Array<number>(all.length).fill(0);
  const shared = new Map<number, number>();
  for (const list of owners.values()) {
    if (list.length > most) continue;
    for (const i of list) sizes[i]++;
    for (let x = 0; x < list.length; x++) {
      for (let y = x + 1; y < list.length; y++) {
        const pair = list[x] * all.length + list[y];
        shared.set(pair, (shared.get(pair) ?? 0) + 1);
      }
    }
  }
  const pairs: Pair<T>[] = [];
  for (const [pair, count] of shared) {
    const [i, k] = [Math.floor(pair / all.length), pair % all.length];
    const smaller = Math.min(sizes[i], sizes[k]);
    const share = count / smaller;
    if (smaller >= FEWEST && share >= ALIKE) {
      pairs.push({ a: all[i].item, b: all[k].item, share });
    }
  }
  return pairs.sort((a, b) => b.share - a.share);
}
