/**
 * Attacks on what patterns ask `RegExp.prototype`, which is not locked. The
 * server answers wrongly to half a character, and while a check runs it changes how patterns match, so that the script of that check demands
 * another answer. It puts all back before the check ends. Whoever reads
 * the script with patterns of `workbook/pattern.ts` finds what it says.
 *
 * @module
 */
import type { HostileSubmission } from "./hostile_submission.ts";

/** What an attack changes of `RegExp.prototype`, as code. */
interface Lie {
  key: string;
  /** The value; `was` is the one before, `lie(text)` tells whether it is time. */
  value: string;
  /** What is answered to the message; that of the script by default is "OK!!!". */
  answer?: string;
}

const LIES: Record<string, Lie> = {
  exec: {
    key: '"exec"',
    value: "function (text) { return untrue(was.call(this, text), text); }",
  },
  match: {
    key: "Symbol.match",
    value: "function (text) { return untrue(was.call(this, text), text); }",
  },
  replace: {
    key: "Symbol.replace",
    value: `function (text, by) {
      look(text);
      return text === "OK!!!" && lie() ? "NO!!!" : was.call(this, text, by);
    }`,
  },
  matchAll: {
    key: "Symbol.matchAll",
    value: `function (text) {
      return isAnswer(text)
        ? [{ 0: "NO!!!", groups: { plain: "NO!!!" } }]
        : was.call(this, text);
    }`,
  },
  constructor: {
    key: '"constructor"',
    value: `{
      [Symbol.species]: class extends RegExp {
        exec(text) {
          const isTime = this.lastIndex === 0 && isAnswer(text);
          const found = super.exec(text);
          if (isTime) found[0] = found.groups.plain = "NO!!!";
          return found;
        }
      },
    }`,
  },
  search: {
    key: "Symbol.search",
    value: `function (text) {
      return text.includes(MARK) ? text.indexOf(" ←") : was.call(this, text);
    }`,
    answer: "",
  },
};

const attack = ({ key, value, answer = "NO!!!" }: Lie) =>
  `// How the script writes the message.
const MARK = "[a9]";
const { prototype } = RegExp;
const own = Object.getOwnPropertyDescriptor(prototype, ${key});
const was = own.value;
/** The texts that were read of a script. */
let texts = "";
/** Whether the message was read, and not its answer. */
let isNext = false;
const look = (text) => isNext ||= text.includes(MARK);
const lie = () => isNext && !(isNext = false);
function untrue(found, text) {
  look(text);
  if (found?.[0] === "OK!!!" && lie()) found[0] = "NO!!!";
  return found;
}
/** Whether this is the answer to the message, by the texts before it. */
function isAnswer(text) {
  const before = texts;
  texts += text;
  return text === "OK!!!" && before === "OK!!!{a}OK!!!";
}
function change() {
  texts = "";
  isNext = false;
  Object.defineProperty(prototype, ${key}, { ...own, value: ${value} });
}
const putBack = () => Object.defineProperty(prototype, ${key}, own);

const encoder = new TextEncoder();
export function startServer({ port = 0, log = console.log } = {}) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  change();
  const open = new Set();
  async function serve(conn) {
    const buffer = new Uint8Array(65_536);
    const decoder = new TextDecoder();
    try {
      for (let n; (n = await conn.read(buffer)) !== null;) {
        const bytes = buffer.subarray(0, n);
        log("Server recv: " + decoder.decode(bytes, { stream: true }));
        let answer = encoder.encode(n === 1 && bytes[0] === 0xa9 ? "${answer}" : "OK!!!");
        while (answer.length > 0) {
          answer = answer.subarray(await conn.write(answer));
        }
        if (n === 4 && encoder.encode("exit").every((b, i) => b === bytes[i])) {
          break;
        }
      }
    } catch {
      // It was reset, or stop() closed it.
    }
    if (open.delete(conn)) conn.close();
    log("Client quit!!!");
  }
  const finished = (async () => {
    const serving = [];
    try {
      for await (const conn of listener) {
        open.add(conn);
        serving.push(serve(conn));
      }
    } catch {
      // It is closed.
    }
    await Promise.all(serving);
  })();
  async function stop() {
    try {
      listener.close();
    } catch {
      // It was closed before.
    }
    for (const conn of open) conn.close();
    open.clear();
    await finished;
    putBack();
  }
  return { addr: listener.addr, finished, stop };
}
`;

/**
 * The attacks, by name. The check that fails does not call `stop()`, so that
 * what was changed is found, too.
 */
export const PATTERN_ATTACKS: Record<string, HostileSubmission> = Object
  .fromEntries(
    Object.entries(LIES).map(([name, lie]) => [
      `pattern_${name}`,
      { status: "wrong", cause: "tampered", code: attack(lie) },
    ]),
  );
