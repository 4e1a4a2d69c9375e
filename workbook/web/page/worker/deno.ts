/**
 * Stands in for `Deno` in a page: what the graders, the model network and a
 * submission ask of it. Sockets are the model network's; there are no others.
 *
 * @module
 */
import { inspect } from "./inspect.ts";
import { clearImmediate, setImmediate } from "./immediate.ts";
import { addMissing } from "./missing.ts";
import { useWordsOfDeno } from "./messages.ts";
import { readBodiesHere } from "./bodies.ts";
import { waitForRealWork } from "./real_work.ts";
import { encodeSooner } from "./text_encoder.ts";

/** What the page sends first. Nobody would hear it once the engine is loaded: so it is waited for now. */
export const firstMessage: Promise<MessageEvent> = new Promise((resolve) =>
  addEventListener("message", resolve as (event: Event) => void, { once: true })
);

/** The classes of `Deno.errors` that a socket, a permission or a file can give. */
const ERRORS = (
  "NotFound PermissionDenied ConnectionRefused ConnectionReset " +
  "ConnectionAborted NotConnected AddrInUse AddrNotAvailable BrokenPipe " +
  "AlreadyExists InvalidData TimedOut Interrupted WriteZero UnexpectedEof " +
  "BadResource Http Busy NotSupported NotCapable NetworkUnreachable " +
  "WouldBlock IsADirectory NotADirectory FilesystemLoop"
).split(" ");

/** A class of errors whose objects have its name. */
function errorClass(name: string): new (message?: string) => Error {
  const made = {
    [name]: class extends Error {
      constructor(message = "", options?: ErrorOptions) {
        super(message, options);
        this.name = name;
      }
    },
  };
  return made[name];
}

const errors = Object.fromEntries(
  ERRORS.map((name) => [name, errorClass(name)]),
);

/** The calls that a page cannot have, whatever for: each is refused by its name. */
const ABSENT = (
  "Command run spawn spawnAndWait spawnAndWaitSync kill dlopen cwd chdir " +
  "execPath hostname osRelease osUptime loadavg systemMemoryInfo " +
  "networkInterfaces uid gid consoleSize cpuUsage resolveDns connectTls " +
  "listenTls startTls listenDatagram serve serveHttp upgradeWebSocket " +
  "createHttpClient watchFs addSignalListener removeSignalListener"
).split(" ");

/** The calls on files, each also with `Sync` behind its name. */
const FILE_CALLS = (
  "open create readFile readTextFile writeFile writeTextFile remove rename " +
  "mkdir makeTempDir makeTempFile readDir readLink realPath copyFile stat " +
  "lstat truncate symlink link chmod chown utime"
).split(" ");

/** It can be called with `new`, too. */
function absent(name: string): () => never {
  return {
    [name]: function () {
      return refuse(name);
    },
  }[name] as () => never;
}

function absentCalls(names: readonly string[], prefix = "") {
  return Object.fromEntries(
    names.map((name) => [name, absent(prefix + name)]),
  );
}

function refuse(name: string): never {
  throw new errors.NotCapable(
    `Deno.${name}() does not exist in the page, run again with Deno itself`,
  );
}

/** What takes the place of one call later, once the engine is loaded. */
interface Later {
  listen(options: Deno.TcpListenOptions): Deno.TcpListener;
  connect(options: Deno.ConnectOptions): Promise<Deno.TcpConn>;
  readTextFile(file: string | URL): string | Promise<string>;
  print(bytes: Uint8Array): void;
  exit(code: number): never;
  outOfMemory(bytes: number): never;
  /** Whether buffers are counted: not those of a practice. */
  isCounting: boolean;
  /** What the buffers of the submission take, in bytes. */
  bytes: number;
}

/** The calls behind those of `Deno`. `parent.ts` fills them in. */
export const later: Later = {
  listen: () => refuse("listen"),
  connect: () => refuse("connect"),
  readTextFile: () => refuse("readTextFile"),
  print() {},
  exit: () => refuse("exit"),
  outOfMemory: () => refuse("memoryUsage"),
  isCounting: false,
  bytes: 0,
};

const output = {
  writeSync(bytes: Uint8Array): number {
    later.print(bytes);
    return bytes.length;
  },
  isTerminal: () => false,
};

/** Loopback may be used, and nothing else. */
function state({ name, host }: { name: string; host?: string }) {
  const granted = name === "net" &&
    (host === "127.0.0.1" || host === "[::1]");
  return { state: granted ? "granted" : "denied" };
}

const test = Object.assign(() => refuse("test"), {
  afterAll() {},
  beforeAll() {},
  ignore() {},
  only() {},
});

const shim = {
  ...absentCalls(ABSENT),
  ...absentCalls(FILE_CALLS.flatMap((name) => [name, `${name}Sync`])),
  env: absentCalls(["get", "set", "has", "delete", "toObject"], "env."),
  errors,
  inspect,
  test,
  build: { os: "linux", arch: "x86_64", target: "browser" },
  version: { deno: "2.9.6" },
  args: [],
  pid: 1,
  noColor: true,
  stdout: output,
  stderr: output,
  permissions: {
    query: (descriptor: { name: string }) => Promise.resolve(state(descriptor)),
    querySync: state,
  },
  listen: (options: Deno.TcpListenOptions) => later.listen(options),
  connect: async (options: Deno.ConnectOptions) => await later.connect(options),
  async stat(file: string | URL) {
    const { length } = new TextEncoder().encode(await shim.readTextFile(file));
    return { size: length, isFile: true };
  },
  readTextFile: (file: string | URL) =>
    new Promise<string>((resolve) => resolve(later.readTextFile(file))),
  // Of what a Worker has, the counted buffers are known.
  memoryUsage: () => ({
    rss: later.bytes,
    heapTotal: 0,
    heapUsed: 0,
    external: later.bytes,
  }),
  exit: (code = 0) => later.exit(code),
};

/** In Deno they belong to the global object itself, and so they are locked and watched there. */
function ownInheritedCalls(): void {
  for (
    let above = Object.getPrototypeOf(globalThis);
    above !== Object.prototype;
    above = Object.getPrototypeOf(above)
  ) {
    const all = Object.getOwnPropertyDescriptors(above);
    for (const [name, descriptor] of Object.entries(all)) {
      const isCall = typeof descriptor.value === "function" &&
        name !== "constructor";
      if (isCall && !Object.hasOwn(globalThis, name)) {
        Object.defineProperty(globalThis, name, descriptor);
      }
    }
  }
}

encodeSooner();
ownInheritedCalls();
addMissing();
useWordsOfDeno();
waitForRealWork();
readBodiesHere();
Object.assign(globalThis, { Deno: shim, setImmediate, clearImmediate });

// A page that is not isolated from others has no name for this class.
if (!("SharedArrayBuffer" in globalThis)) {
  const { buffer } = new WebAssembly.Memory({
    initial: 0,
    maximum: 0,
    shared: true,
  });
  Object.assign(globalThis, { SharedArrayBuffer: buffer.constructor });
}

/** The console prints where a program's output goes. */
for (const name of ["log", "info", "debug", "warn", "error", "dir"] as const) {
  console[name] = (...values: unknown[]) => {
    const line = values.map((value) =>
      typeof value === "string" ? value : inspect(value)
    ).join(" ");
    later.print(new TextEncoder().encode(`${line}\n`));
  };
}
