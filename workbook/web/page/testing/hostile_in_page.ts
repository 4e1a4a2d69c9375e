/**
 * Hostile submissions in the page: those of the terminal, and those that attack
 * what only a browser has.
 *
 * @module
 */
import type { HostileSubmission } from "../../../../tools/testing/hostile_submission.ts";
import { HOSTILE_SUBMISSIONS } from "../../../../tools/testing/hostile_submissions.ts";
import { fileUrl } from "../../../paths.ts";

/** A text and the verdict that it must get in the page. */
export type HostileText = Omit<HostileSubmission, "files">;

/** A right answer that does something else at its start, and when it is loaded. */
const beside = (call: string, load = "") =>
  `import { startServer as start } from "./solution.ts";
${load}
export function startServer(options = {}) {
  ${call}
  return start(options);
}
`;

/** What leads out of the Worker. */
const WAYS_OUT = [
  "globalThis.fetch",
  "globalThis.XMLHttpRequest",
  "globalThis.WebSocket",
  "globalThis.EventSource",
  "globalThis.indexedDB",
  "globalThis.caches",
  "globalThis.BroadcastChannel",
  "globalThis.Worker",
  "globalThis.postMessage",
  "globalThis.close",
  "globalThis.importScripts",
  "globalThis.navigator",
  "globalThis.document",
  "globalThis.localStorage",
  "Object.getPrototypeOf(Object.getPrototypeOf(globalThis)).fetch",
];

/** What only a browser has. */
const OF_A_BROWSER: Record<string, HostileText> = {
  looks_for_ways_out: {
    status: "right",
    // At load and in each check.
    code: beside(
      `look();`,
      `const look = () => {
  ${
        WAYS_OUT.map((way) =>
          `if (typeof ${way} !== "undefined") throw new Error("${way}");`
        ).join("\n  ")
      }
};
look();`,
    ),
  },
  calls_fetch: {
    status: "wrong",
    cause: "crashed",
    code: `export async function startServer() {
  await fetch("/");
}
`,
  },
  code_by_eval: {
    status: "wrong",
    cause: "threw",
    code: beside(`(0, eval)("1");`),
  },
  code_by_constructor: {
    status: "wrong",
    cause: "threw",
    code: beside(`(() => {}).constructor("return 1")();`),
  },
  module_of_a_blob: {
    status: "not graded",
    cause: "not-allowed",
    code: beside(
      "",
      `await import(URL.createObjectURL(new Blob(["export {}"])));`,
    ),
  },
  replaced_promise: {
    status: "not graded",
    cause: "tampered",
    code: beside("", `globalThis.Promise = class extends Promise {};`),
  },
  replaced_microtasks: {
    status: "not graded",
    cause: "tampered",
    code: beside("", `globalThis.queueMicrotask = () => {};`),
  },
  replaced_tasks: {
    status: "right",
    code: beside(
      "",
      `Object.getPrototypeOf(scheduler).postTask = () => new Promise(() => {});`,
    ),
  },
  catches_the_port: {
    status: "right",
    code: beside(
      "",
      `for (const name of ["data", "ports", "target"]) {
  const owner = name === "target" ? Event : MessageEvent;
  try {
    Object.defineProperty(owner.prototype, name, {
      get() {
        throw new Error("it has the port");
      },
    });
  } catch {
    // It is locked.
  }
}`,
    ),
  },
  verdict_of_its_own: {
    status: "wrong",
    cause: "wrong-kind",
    code: `const { port1, port2 } = new MessageChannel();
for (const type of ["plan", "begin", "end", "done"]) {
  const report = { type, check: 0, checks: [], holes: [], outcome: "right" };
  port1.postMessage({ lines: [JSON.stringify(report)] });
  port2.postMessage({ lines: [JSON.stringify(report)] });
  dispatchEvent(new MessageEvent("message", { data: report }));
  console.log(JSON.stringify(report));
}
export function startServer() {
  return 5;
}
`,
  },
  flood_of_messages: {
    status: "wrong",
    cause: "endless-loop",
    code: `export function startServer() {
  const { port1 } = new MessageChannel();
  while (true) port1.postMessage("x".repeat(1_000));
}
`,
  },
  memory_in_pauses: {
    status: "wrong",
    cause: "out-of-memory",
    // On a busy machine it has not taken so much in the time of a loop.
    otherwise: "endless-loop",
    code: beside(`(async () => {
    for (const kept = [];;) {
      kept.push(new Uint8Array(50_000_000));
      await null;
    }
  })();`),
  },
  waits_in_a_call: {
    status: "wrong",
    cause: "endless-loop",
    code: `export function startServer() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
`,
  },
  output_beside_its_work: {
    status: "right",
    code: beside(`const line = "x".repeat(1_000_000);
  for (let i = 0; i < 2; i++) console.log(line);`),
  },
  word_process: {
    status: "right",
    code: beside(
      "",
      `// It names a process, a Buffer and node:net, and uses none of them.`,
    ),
  },
};

const noNode: HostileText["cause"] = "not-loadable";

/** Those of the terminal that get another verdict here: no browser has `node:`, or a process to end for its memory. */
const ELSEWHERE: Record<string, Partial<HostileText>> = {
  // Its pages are never written: so no machine that runs this needs gigabytes.
  allocation_bomb: {
    otherwise: "endless-loop",
    code: `const kept: Uint8Array[] = [];
export function startServer() {
  while (true) kept.push(new Uint8Array(50_000_000));
}
`,
  },
  changed_node_sockets: { cause: noNode },
  changed_node_sockets_by_process: { cause: noNode },
  changed_node_sockets_by_short_name: { cause: noNode },
  compares_as_equal: { status: "not graded", cause: noNode },
  exit_with_success: { status: "not graded", cause: noNode },
  // Its address is not that of a file of the page.
  import_behind_a_blank: { cause: noNode },
  nodeLocks: { status: "not graded", cause: noNode },
  own_events: { status: "not graded", cause: noNode },
  // No page shows where its listeners are.
  rejection_without_listeners: { status: "wrong", cause: "crashed" },
  // It has no file but the exercise.
  uses_the_built_page: { cause: noNode },
  writes_to_descriptors: { cause: noNode, otherwise: undefined },
};

/** The model answer, within a text. */
async function inlined(code: string): Promise<string> {
  const solution = await Deno.readTextFile(
    fileUrl("solutions/03_server_flow.ts"),
  );
  const own = /export (?:async )?function startServer/.test(code);
  return code
    .replace(
      'import { startServer as start } from "./solution.ts";\n',
      () =>
        `const start = (() => {\n${
          solution.replaceAll(/^export /gm, "")
        }\nreturn startServer;\n})();\n`,
    )
    .replace('export * from "./solution.ts";\n', () => own ? "" : solution);
}

/**
 * Every hostile submission as a text in the place of the exercise of lesson 3.
 *
 * @returns Texts and verdicts, by name.
 */
export async function hostileTexts(): Promise<Map<string, HostileText>> {
  const texts = new Map<string, HostileText>();
  for (const [name, given] of Object.entries(HOSTILE_SUBMISSIONS)) {
    const { files: _, ...text } = given;
    texts.set(name, { ...text, ...ELSEWHERE[name] });
  }
  for (const [name, given] of Object.entries(OF_A_BROWSER)) {
    texts.set(name, given);
  }
  for (const text of texts.values()) text.code = await inlined(text.code);
  return texts;
}
