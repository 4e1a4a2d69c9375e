import type { RequestHead } from "../../../../solutions/15_web_server.ts";

export { startWebServer } from "../../../../solutions/15_web_server.ts";

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const FIRST = new RegExp(
  `^(?<method>${TOKEN}) (?<target>[^ \\r\\n\\0]+) (?<version>HTTP/\\d[.]\\d)$`,
);
const HEADER = new RegExp(`^(?<name>${TOKEN}):(?<value>[^\\r\\n\\0]*)$`);

export function parseRequestHead(bytes: Uint8Array): RequestHead | null {
  const text = String.fromCharCode(...bytes);
  const lines = text.split(/\r?\n/);
  const first = FIRST.exec(lines[0])?.groups;
  if (!first && lines.length > 1) throw new SyntaxError("no request line");
  const count = lines.indexOf("");
  // An empty text behind the last line end is no empty line yet.
  if (count < 0 || count === lines.length - 1) return null;
  const headers: [string, string][] = lines.slice(1, count).map((line) => {
    const groups = HEADER.exec(line)?.groups;
    if (!groups) throw new SyntaxError("no header");
    return [
      groups.name.toLowerCase(),
      groups.value.replace(/^[ \t]+/, "").replace(/[ \t]+$/, ""),
    ];
  });
  const grouped = Map.groupBy(headers, ([name]) => name);
  return {
    method: first!.method,
    target: first!.target,
    version: first!.version,
    headers: new Map(
      [...grouped].map((
        [name, pairs],
      ) => [name, pairs.map(([, value]) => value).join(", ")]),
    ),
  };
}
