/**
 * Attacks on the locks of `workbook/grading/child/`: each changes what a grader
 * may use while a check runs, and puts it back before the check ends. Without
 * that lock nothing would show, so that a wrong answer could do it and pass.
 *
 * @module
 */
import type { HostileSubmission } from "./hostile_submissions.ts";

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
  asyncFunction: "Object.getPrototypeOf(async () => {})",
  listener: "(() => { const { listen } = Deno; const one = listen({ port: 0, " +
    'hostname: "127.0.0.1" }); one.close(); ' +
    "return Object.getPrototypeOf(one); })()",
};

/** What each lock keeps, by the name of the attack. */
const TARGETS: Record<string, Target> = {
  // lockdown.ts, fixGlobals()
  lock_global_class: target("globalThis", "TextDecoder"),
  lock_global_call: target("globalThis", "structuredClone"),
  // lockdown.ts, the classes of FIXED and PROTOTYPES
  lock_static: target("Promise", "race"),
  lock_method: target("Map.prototype", "get"),
  lock_error: target("Error", "captureStackTrace"),
  lock_event: target("EventTarget.prototype", "dispatchEvent"),
  lock_date: target("Date.prototype", "getTime"),
  lock_rejection: target("PromiseRejectionEvent.prototype", "reason"),
  lock_error_event: target("ErrorEvent.prototype", "error"),
  // lockdown.ts, the classes of WHOLE
  lock_constructor: target("Array.prototype", "constructor"),
  lock_to_text: target("Number.prototype", "toString"),
  lock_species: { owner: "Array", key: "Symbol.species" },
  lock_bytes: target(ABOVE.bytes, "subarray"),
  // lockdown.ts, CLOCKS
  lock_now: target("performance", "now"),
  lock_date_now: target("Date", "now"),
  lock_date_class: target("globalThis", "Date"),
  lock_signal: target("AbortSignal", "timeout"),
  lock_timeout: target("globalThis", "setTimeout"),
  lock_interval: target("globalThis", "setInterval"),
  lock_clear_timeout: target("globalThis", "clearTimeout"),
  lock_clear_interval: target("globalThis", "clearInterval"),
  // lockdown.ts, fixDeno()
  lock_listen: target("Deno", "listen"),
  lock_inspect: target("Deno", "inspect"),
  lock_memory: target("Deno", "memoryUsage"),
  // lockdown.ts, OBJECTS
  lock_json: target("JSON", "stringify"),
  lock_math: target("Math", "max"),
  lock_reflect: target("Reflect", "apply"),
  lock_iterator: target(ABOVE.listIterator, "next"),
  lock_async_function: target(ABOVE.asyncFunction, "constructor"),
  // lockdown.ts, what has a line of its own
  lock_promise: target("Promise.prototype", "constructor"),
  lock_errors: target("Deno.errors", "BadResource"),
  lock_error_of_deno: target("Deno.errors.BadResource.prototype", "name"),
  lock_instance_of: {
    owner: "Deno.errors.BadResource",
    key: "Symbol.hasInstance",
  },
  // main.ts, socketPrototypes()
  lock_listener: target(ABOVE.listener, "accept"),
  // lock_node.ts
  lock_emitter: target(
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
      `lock_${name.toLowerCase()}`,
      target(
        `${name}.prototype`,
        key,
        `import { ${name} } from "node:stream";`,
      ),
    ]),
  ),
  lock_socket: target(
    "net.Socket.prototype",
    "write",
    'import net from "node:net";',
  ),
  lock_server: target(
    "net.Server.prototype",
    "listen",
    'import net from "node:net";',
  ),
  lock_net: target("net", "connect", 'import net from "node:net";'),
  lock_buffer: target(
    ABOVE.bytes,
    "set",
    'import process from "node:process";',
  ),
};

/** What `back_doors.ts` takes away, as code that gives nothing where it is gone. */
const DOORS = ["Deno[Deno.internal]", "globalThis.Worker"];
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
  locks_of_node: {
    status: "wrong",
    cause: "threw",
    code: attack(withNode, DOORS_OF_NODE),
  },
};
