/**
 * Which functions of a submission are not written yet.
 *
 * @module
 */
/** Code without comments and strings, so that a `todo(` in a comment does not count. */
function bare(code: string): string {
  return code.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
    (match) => match.startsWith("/") ? " " : '""',
  );
}

/**
 * Names of the functions that still call `todo()` themselves.
 *
 * @param module The exports of a submission.
 */
export function stubs(module: Record<string, unknown>): Set<string> {
  const code = new Map<string, string>();
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === "function") {
      code.set(name, bare(Function.prototype.toString.call(value)));
    }
  }
  const found = new Set<string>();
  for (const [name, text] of code) {
    if (/\btodo\s*\(/.test(text)) found.add(name);
  }
  return found;
}

/**
 * Whether a function is a stub, or mentions one, or mentions one that does.
 *
 * @param module The exports of a submission.
 * @param name The function.
 * @param found What {@linkcode stubs} found.
 */
export function needsStub(
  module: Record<string, unknown>,
  name: string,
  found: Set<string>,
  seen: Set<string> = new Set(),
): boolean {
  if (found.has(name)) return true;
  if (seen.has(name) || typeof module[name] !== "function") return false;
  seen.add(name);
  const code = bare(
    Function.prototype.toString.call(module[name] as () => void),
  );
  return Object.keys(module).some((other) =>
    other !== name && typeof module[other] === "function" &&
    new RegExp(`(?<![.\\w$])${other}\\s*\\(`).test(code) &&
    needsStub(module, other, found, seen)
  );
}
