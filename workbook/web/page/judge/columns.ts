const DIGITS =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Reads the mappings of a source map of one file whose lines are the same on
 * both sides (ECMA-426 section 9.1).
 *
 * @param mappings The text of the map.
 * @returns For each line pairs of a column of the code and the column of the
 * text, both from 1, by the first.
 */
export function columnsOf(mappings: string): Array<Array<[number, number]>> {
  let column = 0;
  return mappings.split(";").map((line) => {
    let at = 0;
    const pairs: Array<[number, number]> = [];
    for (const segment of line.split(",")) {
      const fields = fieldsOf(segment);
      at += fields[0] ?? 0;
      if (fields.length < 4) continue;
      column += fields[3];
      pairs.push([at + 1, column + 1]);
    }
    return pairs;
  });
}

/** The numbers of one segment, in base 64 with a bit that says whether more follows. */
function fieldsOf(segment: string): number[] {
  const fields: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    fields.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return fields;
}
