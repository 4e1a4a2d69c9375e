import type { RequestHead } from "../../../../solutions/15_web_server.ts";

export { startWebServer } from "../../../../solutions/15_web_server.ts";

const SIGNS = "!#$%&'*+-.^_`|~";
const isToken = (byte: number) =>
  byte >= 48 && byte <= 57 || byte >= 65 && byte <= 90 ||
  byte >= 97 && byte <= 122 ||
  byte > 32 && SIGNS.includes(String.fromCharCode(byte));

type State =
  | "method"
  | "target"
  | "version"
  | "line"
  | "name"
  | "value";

export function parseRequestHead(bytes: Uint8Array): RequestHead | null {
  let state: State = "method";
  let word = "";
  let name = "";
  const words: string[] = [];
  const headers = new Map<string, string>();
  const fail = (): never => {
    throw new SyntaxError(`a wrong byte in ${state}`);
  };
  const endHeader = () => {
    const value = word.replace(/^[\t ]+/, "").replace(/[\t ]+$/, "");
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : before + ", " + value);
  };
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i];
    if (byte === 13) {
      if (i + 1 === bytes.length) return null;
      if (bytes[++i] !== 10) fail();
      byte = 10;
    }
    if (byte === 0) fail();
    const sign = String.fromCharCode(byte);
    switch (state) {
      case "method":
      case "target":
        if (byte === 32 && word) {
          words.push(word);
          word = "";
          state = state === "method" ? "target" : "version";
        } else if (byte <= 32 || state === "method" && !isToken(byte)) fail();
        else word += sign;
        break;
      case "version":
        if (byte === 10) {
          if (!/^HTTP\/[0-9][.][0-9]$/.test(word)) fail();
          words.push(word);
          state = "line";
        } else word += sign;
        break;
      case "line":
        word = "";
        if (byte === 10) {
          const [method, target, version] = words;
          return { method, target, version, headers };
        }
        state = "name";
        i--;
        break;
      case "name":
        if (byte === 58 && word) {
          name = word.toLowerCase();
          word = "";
          state = "value";
        } else if (isToken(byte)) word += sign;
        else fail();
        break;
      case "value":
        if (byte === 10) {
          endHeader();
          state = "line";
        } else word += sign;
    }
  }
  return null;
}
