/**
 * Attacks on the locks of `workbook/grading/child/`: each changes what a grader
 * may use while a check runs, and puts it back before the check ends. Without
 * that lock nothing would show, so that a wrong answer could do it and pass.
 *
 * @module
 */
import type { HostileSubmission } from "./hostile_submission.ts";

/** What is changed: an object and a key, as code. */
interface Target {
  owner: string;
  key: string;
  /** Imports that `owner` needs. */
  imports?: string;
}

const target = (owner: string, key: string, imports?: string): Target => ({
  owner,
  key: JSON.stringify(key),
  imports,
});

/** Expressions of what a program can only reach through a value. */
const ABOVE = {
  bytes: "Object.getPrototypeOf(Uint8Array.prototype)",
  listIterator: "Object.getPrototypeOf([].values())",
  mapped: "Object.getPrototypeOf([].values().map(String))",
  wrapped: "Object.getPrototypeOf(Iterator.from({ next() {} }))",
  // A browser's timer is a number.
  timer: "Object.getPrototypeOf(Object(setTimeout(() => {}, 0)))",
  asyncFunction: "Object.getPrototypeOf(async () => {})",
  listener: "(() => { const { listen } = Deno; const one = listen({ port: 0, " +
    'hostname: "127.0.0.1" }); one.close(); ' +
    "return Object.getPrototypeOf(one); })()",
};

/** What each lock keeps, by the name of the attack. */
const TARGETS: Record<string, Target> = {
  // lockdown.ts, fixGlobals()
  globalClass: target("globalThis", "TextDecoder"),
  globalCall: target("globalThis", "structuredClone"),
  // lockdown.ts, the classes of FIXED and PROTOTYPES
  static: target("Promise", "race"),
  method: target("Map.prototype", "get"),
  error: target("Error", "captureStackTrace"),
  event: target("EventTarget.prototype", "dispatchEvent"),
  date: target("Date.prototype", "getTime"),
  rejection: target("PromiseRejectionEvent.prototype", "reason"),
  errorEvent: target("ErrorEvent.prototype", "error"),
  // lockdown.ts, the classes of WHOLE
  constructor: target("Array.prototype", "constructor"),
  toText: target("Number.prototype", "toString"),
  species: { owner: "Array", key: "Symbol.species" },
  bytes: target(ABOVE.bytes, "subarray"),
  // lockdown.ts, CLOCKS
  now: target("performance", "now"),
  dateNow: target("Date", "now"),
  dateClass: target("globalThis", "Date"),
  signal: target("AbortSignal", "timeout"),
  timeout: target("globalThis", "setTimeout"),
  interval: target("globalThis", "setInterval"),
  clearTimeout: target("globalThis", "clearTimeout"),
  clearInterval: target("globalThis", "clearInterval"),
  // lockdown.ts, fixDeno()
  listen: target("Deno", "listen"),
  inspect: target("Deno", "inspect"),
  memory: target("Deno", "memoryUsage"),
  permission: target("Deno.permissions", "querySync"),
  permissions: target("Deno.Permissions.prototype", "querySync"),
  unwritten: {
    owner: "NotStarted",
    key: "Symbol.hasInstance",
    imports: 'import { NotStarted } from "../../workbook/todo.ts";',
  },
  // lockdown.ts, OBJECTS
  json: target("JSON", "stringify"),
  math: target("Math", "max"),
  reflect: target("Reflect", "apply"),
  iterator: target(ABOVE.listIterator, "next"),
  mapped: target(ABOVE.mapped, "next"),
  wrapped: target(ABOVE.wrapped, "next"),
  // lockdown.ts, PROTOTYPES
  timer: target(ABOVE.timer, "refresh"),
  asyncFunction: target(ABOVE.asyncFunction, "constructor"),
  // lockdown.ts, what has a line of its own
  promise: target("Promise.prototype", "constructor"),
  errors: target("Deno.errors", "BadResource"),
  errorOfDeno: target("Deno.errors.BadResource.prototype", "name"),
  instanceOf: {
    owner: "Deno.errors.BadResource",
    key: "Symbol.hasInstance",
  },
  // guard.ts, socketPrototypes()
  listener: target(ABOVE.listener, "accept"),
  // lock_node.ts
  emitter: target(
    "EventEmitter.prototype",
    "on",
    'import { EventEmitter } from "node:events";',
  ),
  ...Object.fromEntries(
    [
      ["Stream", "pipe"],
      ["Readable", "push"],
      ["Writable", "write"],
      ["Duplex", "end"],
    ].map(([name, key]) => [
      name.toLowerCase(),
      target(
        `${name}.prototype`,
        key,
        `import { ${name} } from "node:stream";`,
      ),
    ]),
  ),
  socket: target(
    "net.Socket.prototype",
    "write",
    'import net from "node:net";',
  ),
  server: target(
    "net.Server.prototype",
    "listen",
    'import net from "node:net";',
  ),
  net: target("net", "connect", 'import net from "node:net";'),
  buffer: target(
    ABOVE.bytes,
    "set",
    'import process from "node:process";',
  ),
};

/** What `back_doors.ts` takes away, as code that gives nothing where it is gone. */
const DOORS = ["Deno[Deno.internal]", "globalThis.Worker"]
  .concat("Deno.permissions.revoke", "Deno.permissions.revokeSync")
  .concat(
    ["localStorage", "sessionStorage", "caches"].map((name) =>
      `globalThis.${name}`
    ),
  );
const DOORS_OF_NODE = ["process.getBuiltinModule", "process.binding"]
  .concat("process._linkedBinding", "process.dlopen", "process.mainModule");

/** Code that changes a target for a moment, if it can, and then names it. */
const attempt = (name: string, { owner, key }: Target) =>
  `attempt(${JSON.stringify(name)}, () => ${owner}, ${key});`;

/**
 * A server that changes what it can, and puts it back. It is right if it could
 * change anything: then a lock is missing, and it prints which.
 */
function attack(
  targets: Array<[name: string, target: Target]>,
  doors: string[],
): string {
  const imports = new Set(targets.map(([, { imports = "" }]) => imports));
  return `${[...imports].join("\n")}
import { startServer as start } from "./solution.ts";
const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;
const own = { value: () => 0, configurable: true };
const open = [];
function attempt(name, find, key) {
  const owner = find();
  const was = getOwnPropertyDescriptor(owner, key);
  if (defineProperty(owner, key, own)) {
    if (was) defineProperty(owner, key, was);
    else deleteProperty(owner, key);
    open.push(name);
  }
}
export function startServer(options = {}) {
  ${targets.map(([name, each]) => attempt(name, each)).join("\n  ")}
  ${doors.map((each) => `if (${each}) open.push("${each}");`).join("\n  ")}
  if (open.length === 0) throw new Error("nothing could be changed");
  console.log("could change", ...open);
  return start(options);
}
`;
}

const all = Object.entries(TARGETS);
const withNode = all.filter(([, { imports }]) => imports);
const without = all.filter(([, { imports }]) => !imports);

/** The attacks on all locks, by name: what `node:` needs is a submission of its own. */
export const LOCK_ATTACKS: Record<string, HostileSubmission> = {
  locks: { status: "wrong", cause: "threw", code: attack(without, DOORS) },
  nodeLocks: {
    status: "wrong",
    cause: "threw",
    code: attack(withNode, DOORS_OF_NODE),
  },
};
