/**
 * Values as a learner would write them in a program.
 *
 * @module
 */
import { hex } from "../../terminal/bytes.ts";
import { pattern } from "../../pattern.ts";

/** How many bytes of an array are shown. */
const BYTES_SHOWN = 40;

/** Text in quotes, each of its characters visible: what a program would need. */
function quoted(text: string): string {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return JSON.stringify(shown).replace(
    pattern(/[^ -~\p{L}\p{N}\p{P}\p{S}]|[\u007f-\u00a0]/gu),
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function bytes(array: Uint8Array): string {
  if (array.length === 0) return "new Uint8Array()";
  const shown = hex(array.subarray(0, BYTES_SHOWN)).replace(
    pattern(/\S\S/g),
    (pair) => `0x${pair}`,
  ).replaceAll(" ", ", ");
  return array.length > BYTES_SHOWN
    ? `Uint8Array.of(${shown}, …${array.length} bytes)`
    : `Uint8Array.of(${shown})`;
}

/** An error, and the fields that it has beside those of its kind. A code that Deno's own have is not shown. */
function error(value: Error): string {
  if (value instanceof DOMException) {
    return `new DOMException(${quoted(value.message)}, ${quoted(value.name)})`;
  }
  const { name: kind } = value.constructor;
  if (Object.hasOwn(Deno.errors, kind)) {
    return `new Deno.errors.${kind}(${quoted(value.message)})`;
  }
  const args = value instanceof AggregateError
    ? literal(value.errors)
    : quoted(value.message);
  const cause = Object.hasOwn(value, "cause")
    ? `, { cause: ${literal(value.cause)} }`
    : "";
  const made = `new ${kind}(${args}${cause})`;
  const fields = { ...value };
  return Object.keys(fields).length > 0
    ? `Object.assign(${made}, ${literal(fields)})`
    : made;
}

/**
 * A value as a learner would write it: `"a\n"`, `{ port: 80 }`,
 * `Uint8Array.of(0x7f, 0x00)`, `new Error("…")`.
 */
export function literal(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (value instanceof Uint8Array) return bytes(value);
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Error) return error(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (
    typeof value === "object" && value &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value))
  ) {
    const fields = Object.entries(value).map(([name, each]) =>
      `${name}: ${literal(each)}`
    );
    return fields.length ? `{ ${fields.join(", ")} }` : "{}";
  }
  return Deno.inspect(value, { colors: false, breakLength: Infinity });
}
