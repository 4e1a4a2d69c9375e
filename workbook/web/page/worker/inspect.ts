/**
 * Stands in for `Deno.inspect`: values in one line, as Deno writes them.
 *
 * @module
 */
import { pattern } from "../../../pattern.ts";

/** The options that are used; others are ignored. */
export interface InspectOptions {
  /** How many objects inside each other are shown. Default 4. */
  depth?: number;
  /** How many items of a list are shown. Default 100. */
  iterableLimit?: number;
  /** How many characters of a text inside an object are shown. Default 10000. */
  strAbbreviateSize?: number;
}

/**
 * A value as Deno shows it.
 *
 * @param value The value.
 * @param options How much of it is shown.
 */
export function inspect(value: unknown, options: InspectOptions = {}): string {
  return new Inspection(options).show(value, 0);
}

const { toString } = Object.prototype;

class Inspection {
  readonly #depth: number;
  readonly #items: number;
  readonly #text: number;
  readonly #around: unknown[] = [];

  constructor(options: InspectOptions) {
    this.#depth = options.depth ?? 4;
    this.#items = options.iterableLimit ?? 100;
    this.#text = options.strAbbreviateSize ?? 10_000;
  }

  show(value: unknown, level: number): string {
    switch (typeof value) {
      case "string":
        return this.#quoted(value);
      case "bigint":
        return `${value}n`;
      case "number":
        return Object.is(value, -0) ? "-0" : String(value);
      case "function":
        return functionText(value);
      case "object":
        return value === null ? "null" : this.#object(value, level);
      default:
        return String(value);
    }
  }

  #quoted(text: string): string {
    const cut = text.length > this.#text
      ? `${text.slice(0, this.#text)}...`
      : text;
    const quote = !cut.includes('"')
      ? '"'
      : !cut.includes("'")
      ? "'"
      : !cut.includes("`")
      ? "`"
      : '"';
    const escaped = cut.replaceAll("\\", "\\\\")
      .replaceAll(quote, `\\${quote}`)
      .replaceAll(CONTROL, escapeOf);
    return quote + escaped + quote;
  }

  #object(value: object, level: number): string {
    if (this.#around.includes(value)) return "[Circular *1]";
    if (value instanceof Error) {
      return value.stack || `${value.name}: ${value.message}`;
    }
    if (value instanceof Date) {
      return isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    }
    if (value instanceof RegExp) return String(value);
    if (value instanceof Promise) return "Promise { <pending> }";
    const name = nameOfClass(value);
    if (level > this.#depth) return `[${name || "Object"}]`;
    this.#around.push(value);
    try {
      return this.#parts(value, name, level);
    } finally {
      this.#around.pop();
    }
  }

  #parts(value: object, name: string, level: number): string {
    const show = (each: unknown) => this.show(each, level + 1);
    if (Array.isArray(value)) {
      const items = this.#list(value.length, (i) => show(value[i]));
      return items.length ? `[ ${items.join(", ")} ]` : "[]";
    }
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      const bytes = value as Uint8Array;
      const items = this.#list(bytes.length, (i) => show(bytes[i]));
      const inner = items.length ? `[ ${items.join(", ")} ]` : "[]";
      return `${name}(${bytes.length}) ${inner}`;
    }
    if (value instanceof Map) {
      const entries = [...value];
      const items = this.#list(
        entries.length,
        (i) => `${show(entries[i][0])} => ${show(entries[i][1])}`,
      );
      return withBraces(`Map(${value.size})`, items);
    }
    if (value instanceof Set) {
      const entries = [...value];
      return withBraces(
        `Set(${value.size})`,
        this.#list(entries.length, (i) => show(entries[i])),
      );
    }
    const items = Reflect.ownKeys(value)
      .filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))
      .map((key) => `${keyText(key)}: ${this.#property(value, key, level)}`);
    return withBraces(
      name === "Object" ? "" : name || "[Object: null prototype]",
      items,
    );
  }

  #property(value: object, key: PropertyKey, level: number): string {
    const { get, set } = Reflect.getOwnPropertyDescriptor(value, key)!;
    if (get) return set ? "[Getter/Setter]" : "[Getter]";
    return set ? "[Setter]" : this.show(Reflect.get(value, key), level + 1);
  }

  #list(length: number, item: (i: number) => string): string[] {
    const shown = Math.min(length, this.#items);
    const items = Array.from({ length: shown }, (_, i) => item(i));
    if (shown < length) items.push(`... ${length - shown} more items`);
    return items;
  }
}

// deno-lint-ignore no-control-regex
const CONTROL = pattern(/[\x00-\x1f\x7f-\x9f]/g);

const NAMED: Record<string, string> = {
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** A control character as Deno writes it. */
function escapeOf(character: string): string {
  return NAMED[character] ??
    `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

function withBraces(name: string, items: string[]): string {
  const inner = items.length ? `{ ${items.join(", ")} }` : "{}";
  return name ? `${name} ${inner}` : inner;
}

function keyText(key: PropertyKey): string {
  if (typeof key === "symbol") return `[${String(key)}]`;
  return pattern(/^[A-Za-z_$][\w$]*$/).test(String(key))
    ? String(key)
    : JSON.stringify(String(key));
}

function nameOfClass(value: object): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null) return "";
  const { constructor } = prototype;
  return typeof constructor === "function" && constructor.name ||
    toString.call(value).slice(8, -1);
}

// deno-lint-ignore ban-types
function functionText(value: Function): string {
  const kind = pattern(/^class\b/).test(Function.prototype.toString.call(value))
    ? "class"
    : toString.call(value).slice(8, -1);
  return value.name ? `[${kind}: ${value.name}]` : `[${kind} (anonymous)]`;
}
