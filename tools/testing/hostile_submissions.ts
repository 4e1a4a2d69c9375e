// deno-lint-ignore-file camelcase -- the keys are names of files
/**
 * Submissions that attack their grader, by accident or on purpose, and the
 * verdict that each must get.
 *
 * @module
 */
import type { HostileSubmission } from "./hostile_submission.ts";
import { IMPORT_ATTACKS } from "./import_attacks.ts";
import { LOCK_ATTACKS } from "./lock_attacks.ts";
import { PATTERN_ATTACKS } from "./pattern_attacks.ts";

/**
 * A server that answers NO!!!, or what it is told to. It changes something of the
 * runtime while a check runs, and puts it back before the check ends.
 *
 * @param change Code of `change(conn)` and `putBack()`. What they cannot change
 * they leave.
 * @param answer What it answers.
 */
const liar = (change: string, answer = "NO!!!") =>
  `const decoder = new TextDecoder();
const encoder = new TextEncoder();
const ANSWER = encoder.encode("${answer}");
const OK = encoder.encode("OK!!!");
const attempt = (call) => {
  try {
    call();
  } catch {
    // It cannot be changed.
  }
};
${change}
export function startServer({ port = 0, log = console.log } = {}) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const open = new Set();
  const serve = async (conn) => {
    const buffer = new Uint8Array(65_536);
    try {
      for (let n; (n = await conn.read(buffer)) !== null;) {
        const text = decoder.decode(buffer.subarray(0, n));
        log("Server recv: " + text);
        for (let at = 0; at < ANSWER.length;) {
          at += await conn.write(ANSWER.subarray(at));
        }
        if (text === "exit") break;
      }
    } catch {
      // It was reset, or stop() closed it.
    }
    if (open.delete(conn)) conn.close();
    log("Client quit!!!");
  };
  const finished = (async () => {
    const serving = [];
    try {
      for await (const conn of listener) {
        attempt(() => change(conn));
        open.add(conn);
        serving.push(serve(conn));
      }
    } catch {
      // It is closed.
    }
    await Promise.all(serving);
  })();
  const stop = async () => {
    listener.close();
    for (const conn of open) conn.close();
    open.clear();
    await finished;
    attempt(putBack);
  };
  return { addr: listener.addr, finished, stop };
}
`;

/** Every hostile submission, by name. */
export const HOSTILE_SUBMISSIONS: Record<string, HostileSubmission> = {
  ...IMPORT_ATTACKS,
  ...LOCK_ATTACKS,
  ...PATTERN_ATTACKS,
  allocation_bomb: {
    status: "wrong",
    cause: "out-of-memory",
    code: `const kept: Uint8Array[] = [];
export function startServer() {
  while (true) kept.push(new Uint8Array(50_000_000).fill(1));
}
`,
  },
  await_at_load: {
    status: "not graded",
    cause: "never-ended",
    code: `await new Promise(() => {});`,
  },
  broken_file: {
    status: "not graded",
    cause: "not-loadable",
    code: `export const half = ;`,
  },
  changed_connection: {
    status: "right",
    code: `import { startServer as start } from "./solution.ts";
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { hostname, port } = listener.addr as Deno.NetAddr;
const conn = await Deno.connect({ hostname, port });
const prototype = Object.getPrototypeOf(conn);
conn.close();
listener.close();
// Every wait of the grader rests on a write of its own.
prototype.write = () => new Promise(() => {});
export function startServer(options = {}) {
  return start(options);
}
`,
  },
  changed_connection_later: {
    status: "wrong",
    cause: "wrong-value",
    code: `import { startServer as start } from "./solution.ts";
export function startServer(options = {}) {
  const server = start(options);
  (async () => {
    const { hostname, port } = server.addr;
    const conn = await Deno.connect({ hostname, port });
    Object.getPrototypeOf(conn).read = () => Promise.resolve(null);
    conn.close();
  })();
  return server;
}
`,
  },
  changed_iterator: {
    status: "not graded",
    cause: "tampered",
    code: `import { startServer as start } from "./solution.ts";
const { prototype } = Object.getPrototypeOf(function* () {});
prototype.next = () => ({ done: true, value: undefined });
export function startServer(options = {}) {
  return start(options);
}
`,
  },
  changed_prototype: {
    status: "not graded",
    cause: "tampered",
    code: `export * from "./solution.ts";
Object.assign(Array.prototype, { every: () => true });
`,
  },
  changed_prototype_later: {
    status: "right",
    code: `import { startServer as start } from "./solution.ts";
export function startServer(options = {}) {
  Uint8Array.prototype.findIndex = () => -1;
  return start(options);
}
`,
  },
  child_process: {
    status: "wrong",
    cause: "not-allowed",
    code: `export function startServer() {
  new Deno.Command("sh", { args: ["-c", "true"] }).outputSync();
}
`,
  },
  crash: {
    status: "wrong",
    cause: "threw",
    code: `export function startServer() {
  const nothing = undefined as unknown as { listen(): void };
  nothing.listen();
}
`,
  },
  endless_output: {
    status: "wrong",
    cause: "too-much-output",
    code: `export function startServer() {
  while (true) console.log("x".repeat(10_000));
}
`,
  },
  environment: {
    status: "not graded",
    cause: "not-allowed",
    code: `export const home = Deno.env.get("HOME");`,
  },
  exit_at_load: {
    status: "not graded",
    cause: "exited",
    code: `Deno.exit(0);`,
  },
  exit_in_function: {
    status: "wrong",
    cause: "exited",
    code: `export function startServer() {
  Deno.exit(0);
}
`,
  },
  exit_with_success: {
    status: "wrong",
    cause: "exited",
    code: `import process from "node:process";
export function startServer() {
  console.log("ok | 40 passed | 0 failed");
  process.exit(0);
}
`,
  },
  fake_report: {
    status: "wrong",
    cause: "threw",
    code: `export function startServer() {
  console.log('{"type":"end","check":0,"ms":1}');
  console.log('{"type":"done"}');
  throw new Error("after a report of its own");
}
`,
  },
  frozen_globals: {
    status: "wrong",
    cause: "tampered",
    code: `import { startServer as start } from "./solution.ts";
// Deno.exit() needs an event, and that a symbol on the global object.
Object.preventExtensions(globalThis);
export function startServer(options = {}) {
  return start(options);
}
`,
  },
  hang: {
    status: "wrong",
    cause: "no-reply",
    code: `export function startServer({ port = 0 } = {}) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  return {
    addr: listener.addr,
    finished: new Promise<void>(() => {}),
    stop: () => new Promise<void>(() => {}),
  };
}
`,
  },
  imports_the_grader: {
    status: "not graded",
    cause: "not-allowed",
    code:
      `import { rememberRuntime } from "../../workbook/grading/child/integrity.ts";
export function startServer() {
  rememberRuntime();
}
`,
  },
  leak_behind_a_hole: {
    status: "wrong",
    cause: "leak",
    code: `import { todo as later } from "../../workbook/todo.ts";
import { startServer as start } from "./solution.ts";
export function startServer(options = {}) {
  for (const what of ["beyond: what is not needed", "part 99: is not there"]) {
    try {
      later(what);
    } catch {
      // It excuses nothing.
    }
  }
  Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return start(options);
}
`,
  },
  long_message: {
    status: "wrong",
    cause: "threw",
    code: `export function startServer() {
  throw new Error("x".repeat(20_000_000));
}
`,
  },
  loop_at_load: {
    status: "not graded",
    cause: "endless-loop",
    code: `while (true);`,
  },
  loop_in_function: {
    status: "wrong",
    cause: "endless-loop",
    code: `export function startServer() {
  while (true);
}
`,
  },
  loop_in_timer: {
    status: "wrong",
    cause: "endless-loop",
    code: `export * from "./solution.ts";
import { startServer as start } from "./solution.ts";
export function startServer(options = {}) {
  setTimeout(() => {
    while (true);
  }, 0);
  return start(options);
}
`,
  },
  loop_of_microtasks: {
    status: "wrong",
    cause: "endless-loop",
    code: `import { startServer as start } from "./solution.ts";
export function startServer(options = {}) {
  (async () => {
    while (true) await null;
  })();
  return start(options);
}
`,
  },
  many_sockets: {
    status: "wrong",
    cause: "too-many-sockets",
    code: `export function startServer() {
  while (true) Deno.listen({ hostname: "127.0.0.1", port: 0 });
}
`,
  },
  missing_export: {
    status: "wrong",
    cause: "missing-export",
    code: `export function startTheServer() {}`,
  },
  outside_loopback: {
    status: "wrong",
    cause: "not-allowed",
    code: `export async function startServer() {
  await Deno.connect({ hostname: "192.0.2.1", port: 80 });
}
`,
  },
  plan_replaced: {
    status: "not graded",
    cause: "tampered",
    code: `import { startServer as start } from "./solution.ts";
Object.assign(Object.prototype, {
  toJSON() {
    return { type: "done" };
  },
});
export function startServer(options = {}) {
  return start(options);
}
`,
  },
  reads_a_file: {
    status: "wrong",
    cause: "not-allowed",
    code: `export function startServer() {
  Deno.readTextFileSync("/etc/hostname");
}
`,
  },
  rejection_in_background: {
    status: "wrong",
    cause: "crashed",
    code: `import { startServer as start } from "./solution.ts";
export function startServer(options = {}) {
  Promise.reject(new Error("nobody awaits this"));
  return start(options);
}
`,
  },
  rejection_without_listeners: {
    status: "not graded",
    cause: "tampered",
    code: `import { startServer as start } from "./solution.ts";
for (const key of Object.getOwnPropertySymbols(globalThis)) {
  const listeners = globalThis[key]?.listeners;
  if (listeners) listeners.unhandledrejection = [];
}
addEventListener("unhandledrejection", (event) => event.preventDefault());
export function startServer(options = {}) {
  Promise.reject(new Error("nobody hears this"));
  return start(options);
}
`,
  },
  rejects_with_a_trap: {
    status: "wrong",
    cause: "crashed",
    code: `import { startServer as start } from "./solution.ts";
const refuse = () => {
  throw new Error("nobody may look");
};
export function startServer(options = {}) {
  Promise.reject(new Proxy({}, { get: refuse, getPrototypeOf: refuse }));
  return start(options);
}
`,
  },
  replaced_console: {
    status: "wrong",
    cause: "tampered",
    code: `export * from "./solution.ts";
console.log = () => {};
`,
  },
  replaced_listen: {
    status: "not graded",
    cause: "tampered",
    code: `export * from "./solution.ts";
Object.assign(Deno, { listen: () => {} });
`,
  },
  replaced_runner: {
    status: "not graded",
    cause: "tampered",
    code: `export * from "./solution.ts";
Object.assign(Deno, { test: () => {} });
`,
  },
  replaced_timer: {
    status: "not graded",
    cause: "tampered",
    code: `export * from "./solution.ts";
Object.assign(globalThis, { setTimeout: () => 0 });
`,
  },
  says_out_of_memory: {
    status: "wrong",
    cause: "exited",
    code: `export function startServer() {
  console.error("out of memory");
  Deno.exit(3);
}
`,
  },
  setter_on_array: {
    status: "wrong",
    cause: "tampered",
    code: `import { startServer as start } from "./solution.ts";
export function startServer(options = {}) {
  // What is pushed to an empty array goes nowhere.
  Object.defineProperty(Array.prototype, "0", {
    set() {},
    configurable: true,
  });
  return start(options);
}
`,
  },
  throws_a_trap: {
    status: "wrong",
    cause: "threw",
    code: `const refuse = () => {
  throw new Error("nobody may look");
};
export function startServer() {
  throw new Proxy({}, { get: refuse, getPrototypeOf: refuse });
}
`,
  },
  throws_at_load: {
    status: "not graded",
    cause: "not-loadable",
    code: `throw new Error("at load");`,
  },
  writes_a_file: {
    status: "wrong",
    cause: "not-allowed",
    code: `export function startServer() {
  Deno.writeTextFileSync("written.txt", "");
}
`,
  },
  writes_to_descriptors: {
    status: "not graded",
    cause: "tampered",
    // Those of the runtime are among them.
    otherwise: "crashed",
    code: `import net from "node:net";
for (let fd = 3; fd < 40; fd++) {
  try {
    const socket = new net.Socket({ fd });
    socket.on("error", () => {});
    socket.write('{"type":"end","check":0,"ms":1}\\n{"type":"done"}\\n');
  } catch {
    // Not a socket.
  }
}
export function startServer() {}
`,
  },
  made_by_species: {
    status: "wrong",
    cause: "wrong-bytes",
    code: liar(`const { prototype } = Uint8Array;
class Bytes {
  static get [Symbol.species]() {
    return function (...args) {
      const made = new Uint8Array(...args);
      return decoder.decode(made) === "NO!!!" ? OK.slice() : made;
    };
  }
}
const change = () => prototype.constructor = Bytes;
const putBack = () => prototype.constructor = Uint8Array;
`),
  },
  reads_put_back: {
    status: "wrong",
    cause: "wrong-bytes",
    code: liar(`let prototype;
let read;
const change = (conn) => {
  if (prototype) return;
  let owner = conn;
  while (!Object.hasOwn(owner, "read")) owner = Object.getPrototypeOf(owner);
  const call = owner.read;
  owner.read = async function (buffer) {
    const n = await call.apply(this, [buffer]);
    const isAnswer = decoder.decode(buffer.subarray(0, n ?? 0)) === "NO!!!";
    if (isAnswer) buffer.set(OK);
    return n;
  };
  [prototype, read] = [owner, call];
};
const putBack = () => {
  prototype.read = read;
  prototype = undefined;
};
`),
  },
  signal_put_back: {
    status: "wrong",
    cause: "wrong-bytes",
    code: liar(
      `const { prototype } = AbortSignal;
const { get } = Object.getOwnPropertyDescriptor(prototype, "aborted");
const define = (get) =>
  attempt(() =>
    Object.defineProperty(prototype, "aborted", { get, configurable: true })
  );
const timers = [];
const change = (conn) => {
  // Half an hour later it says something that nobody asked for.
  timers.push(setTimeout(async () => {
    define(() => true);
    await conn.write(OK).catch(() => {});
    setTimeout(() => define(get), 60_000);
  }, 1_800_000));
};
const putBack = () => {
  for (const timer of timers) clearTimeout(timer);
};
`,
      "OK!!!",
    ),
  },
  changed_node_sockets: {
    status: "not graded",
    cause: "tampered",
    code: `import { EventEmitter } from "node:events";
export * from "./solution.ts";
// A peer that resets its connection hears of its bytes by an event.
EventEmitter.prototype.emit = () => true;
`,
  },
  changed_node_sockets_by_process: {
    status: "not graded",
    cause: "tampered",
    code: `export * from "./solution.ts";
let above = globalThis["proc" + "ess"].stdout;
while (!Object.hasOwn(above, "emit")) above = Object.getPrototypeOf(above);
above.emit = () => true;
`,
  },
  own_events: {
    status: "right",
    code: `import { EventEmitter } from "node:events";
import { startServer as start } from "./solution.ts";
class Own extends EventEmitter {}
const { emit } = EventEmitter.prototype;
Own.prototype.emit = function (...args) {
  return emit.apply(this, args);
};
export function startServer(options = {}) {
  const own = new Own();
  let starts = 0;
  own.on("start", () => starts++);
  own.emit("start");
  return starts === 1 ? start(options) : undefined;
}
`,
  },
  changed_node_sockets_by_short_name: {
    status: "not graded",
    cause: "tampered",
    code: `import { EventEmitter } from "events";
export * from "./solution.ts";
EventEmitter.prototype.emit = () => true;
`,
  },
  asks_the_workbook: {
    status: "not graded",
    cause: "not-allowed",
    code: `import { transition as next } from "../../workbook/tcp/mod.ts";
export * from "./solution.ts";
export const nextState = (state, event) => next(state, event);
`,
  },
  asks_the_workbook_for_all: {
    status: "not graded",
    cause: "not-allowed",
    code: `import * as kernel from "../../workbook/kernel/mod.ts";
export * from "./solution.ts";
export const parseSocketTable = kernel.parseLinux;
`,
  },
  asks_the_workbook_for_types: {
    status: "right",
    code: `import { TCP_STATES, TcpState } from "../../workbook/tcp/mod.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { startServer as start } from "./solution.ts";
export const isOpen = (row: SocketRow, state: TcpState = TCP_STATES[0]) =>
  row.state === state;
export function startServer(options = {}) {
  return start(options);
}
`,
  },
  changed_rules: {
    status: "not graded",
    cause: "not-allowed",
    code: `import { transitions } from "../../workbook/tcp/mod.ts";
export * from "./solution.ts";
for (const row of transitions()) Object.assign(row, { to: "CLOSED" });
`,
  },
  common_js: {
    status: "not graded",
    cause: "not-loadable",
    code: `import "./common_js/helper.js";
export * from "./solution.ts";
`,
    files: {
      "common_js/package.json": '{ "type": "commonjs" }',
      "common_js/helper.js": `const load = module.require;
load("node:vm");
`,
    },
  },
  common_js_by_name: {
    status: "not graded",
    cause: "not-allowed",
    code: `import "./helper.cjs";
export * from "./solution.ts";
`,
    files: { "helper.cjs": "module.require('node:vm');" },
  },
  node_inspector: {
    status: "not graded",
    cause: "not-allowed",
    code: `import { Session } from "node:inspector";
export * from "./solution.ts";
new Session().connect();
`,
  },
  node_vm: {
    status: "not graded",
    cause: "not-allowed",
    code: `import vm from "node:vm";
export * from "./solution.ts";
vm.runInThisContext("RegExp.prototype.test = () => true");
`,
  },
  node_vm_of_process: {
    status: "not graded",
    cause: "not-loadable",
    code: `import process from "node:process";
export * from "./solution.ts";
process.getBuiltinModule("node:vm").runInThisContext("1");
`,
  },
  web_assembly: {
    status: "right",
    code: `import { startServer as start } from "./solution.ts";
// It computes; what it reaches, it is given.
const bytes = Uint8Array.fromHex(
  "0061736d01000000010401600000030201000707010372756e00000a040102000b",
);
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
export function startServer(options = {}) {
  exports.run();
  return start(options);
}
`,
  },
  web_assembly_file: {
    status: "not graded",
    cause: "not-allowed",
    code: `import "./module.wasm";
export * from "./solution.ts";
`,
  },
  uses_the_built_page: {
    status: "not graded",
    cause: "not-allowed",
    code: `export * from "../web/any/solutions/03_server_flow.ts";
`,
  },
  wrong_kind: {
    status: "wrong",
    cause: "wrong-kind",
    code: `export const startServer = 3;`,
  },
  code_from_text: {
    status: "not graded",
    cause: "not-allowed",
    code: `export function startServer() {
  const load = new Function("name", "return import(name)");
  return load("../../workbook/grading/kit/check_context.ts");
}
`,
  },
  compares_as_equal: {
    status: "right",
    code: `import { Buffer } from "node:buffer";
import { startServer as start } from "./solution.ts";
Object.assign(Buffer, { compare: () => 0 });
export function startServer(options = {}) {
  return start(options);
}
`,
  },
  computed_import: {
    status: "not graded",
    cause: "not-allowed",
    code: `const name = "../../workbook/grading/" + "kit/check_context.ts";
const { session } = await import(name);
export const startServer = () => session;
`,
  },
  data_import: {
    status: "not graded",
    cause: "not-allowed",
    code: `export const { startServer } = await import(
  "data:application/javascript,export const startServer = () => {}"
);
`,
  },
  forged_lines: {
    status: "wrong",
    cause: "wrong-kind",
    code: `for (let check = 0; check < 50; check++) {
  const end = { type: "end", check, ms: 1, outcome: "right" };
  const line = new TextEncoder().encode(\`\${JSON.stringify(end)}\\n\`);
  Deno.stdout.writeSync(line);
  Deno.stderr.writeSync(line);
}
export function startServer() {
  return 5;
}
`,
  },
  imports_the_kit: {
    status: "not graded",
    cause: "not-allowed",
    code:
      `import { session } from "../../workbook/grading/kit/check_context.ts";
export const startServer = () => session;
`,
  },
  loads_by_require: {
    status: "not graded",
    cause: "not-allowed",
    code: `import { createRequire } from "node:module";
export const startServer = createRequire(import.meta.url);
`,
  },
  reads_git: {
    status: "wrong",
    cause: "not-allowed",
    code: `export function startServer() {
  return Deno.readDirSync(".git");
}
`,
  },
  throws_what_cannot_be_written: {
    status: "wrong",
    cause: "threw",
    code: `export function startServer() {
  throw {
    toJSON() {
      throw new Error("no");
    },
    get message() {
      throw new Error("no");
    },
  };
}
`,
  },
  test_of_its_own: {
    status: "right",
    code: `import { startServer as start } from "./solution.ts";
Deno.test("mine", () => {
  throw new Error("it is no check");
});
export function startServer(options = {}) {
  return start(options);
}
`,
  },
  conflict: {
    status: "not graded",
    cause: "not-loadable",
    code: `export function startServer() {
<<<<<<< HEAD
  return 1;
=======
  return 2;
>>>>>>> theirs
}
`,
  },
};

/**
 * Writes hostile submissions.
 *
 * @param folder A folder in `.handshake/` of a workbook, as an address that ends with `/`.
 * @param names Which; all by default.
 * @returns The address of each file, by name.
 */
export async function writeHostileSubmissions(
  folder: URL,
  names: string[] = Object.keys(HOSTILE_SUBMISSIONS),
): Promise<Map<string, URL>> {
  await Deno.mkdir(folder, { recursive: true });
  // A submission may not import the model answer itself.
  await Deno.copyFile(
    new URL("../../solutions/03_server_flow.ts", import.meta.url),
    new URL("solution.ts", folder),
  );
  const files = new Map<string, URL>();
  for (const name of names) {
    const file = new URL(`${name}.ts`, folder);
    const { code, files: others = {} } = HOSTILE_SUBMISSIONS[name];
    await Deno.writeTextFile(file, code);
    for (const [path, text] of Object.entries(others)) {
      const other = new URL(path, folder);
      await Deno.mkdir(new URL(".", other), { recursive: true });
      await Deno.writeTextFile(other, text);
    }
    files.set(name, file);
  }
  return files;
}
