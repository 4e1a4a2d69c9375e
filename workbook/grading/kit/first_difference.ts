/** Many megabytes are compared in blocks of so many bytes. */
const BLOCK = 65_536;

/** Where a block is laid to be compared. */
const table = new Uint8Array(BLOCK + 4);

/** The first byte that differs; -1 if none does. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  const liesAlike = (a.byteOffset - b.byteOffset) % 4 === 0;
  for (let from = 0; from < shorter; from += BLOCK) {
    const length = Math.min(BLOCK, shorter - from);
    let left = new Uint8Array(a.buffer, a.byteOffset + from, length);
    const right = new Uint8Array(b.buffer, b.byteOffset + from, length);
    if (!liesAlike) {
      const at = right.byteOffset % 4;
      table.set(left, at);
      left = table.subarray(at, at + length);
    }
    const same = sameBeginning(left, right);
    if (same < length) return from + same;
  }
  return a.length === b.length ? -1 : shorter;
}

/** How many bytes are the same, in arrays of one length that lie alike: sixteen at a time. */
function sameBeginning(a: Uint8Array, b: Uint8Array): number {
  const { length } = a;
  const odd = Math.min(length, -a.byteOffset & 3);
  let at = 0;
  while (at < odd && a[at] === b[at]) at++;
  if (at === odd && odd < length) {
    const count = (length - odd) >> 2;
    at += 4 * sameWords(
      new Int32Array(a.buffer, a.byteOffset + odd, count),
      new Int32Array(b.buffer, b.byteOffset + odd, count),
    );
  }
  while (at < length && a[at] === b[at]) at++;
  return at;
}

/** How many words are the same, or a few less. One question for four of them takes half the time. */
function sameWords(a: Int32Array, b: Int32Array): number {
  const end = a.length - 3;
  let at = 0;
  while (
    at < end &&
    ((a[at] ^ b[at]) | (a[at + 1] ^ b[at + 1]) | (a[at + 2] ^ b[at + 2]) |
        (a[at + 3] ^ b[at + 3])) === 0
  ) at += 4;
  return at;
}
