/**
 * Watches what a submission opens, so that a leak can be told by its place: it
 * stands in for `Deno.listen` and `Deno.connect` and passes every call through
 * to the real ones.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import { type Endpoint, formatEndpoint } from "../../endpoint.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { failInBackground, isBeforeChecks } from "./check_context.ts";
import { eventually } from "./waiting.ts";
import { placeInSubmission } from "../../sandbox/paths.ts";
import { standIns } from "./stand_ins.ts";
import { closeConn, isOpenConn, keepCalls, real } from "./wire.ts";

const { apply } = Reflect;

let watching = false;

/**
 * Where in the submission: `lessons/…/exercise.ts:12:20`. It is found when it is
 * asked for: a trace takes longer to read than a socket to open.
 */
type Where = () => string | undefined;

/** Where a trace was taken. */
const whereOf = (here: Error): Where => () => placeInSubmission(here.stack);

/** One socket that the submission opened. */
interface Opened {
  kind: "listener" | "connection";
  where: Where;
  /** Whether code outside of functions opened it. */
  whileLoading?: boolean;
  isOpen(): boolean;
  close(): void;
}

let opened: Opened[] = [];
/** Where a `Deno.connect` of the submission was refused, by its error. */
const refusedAt = new WeakMap<object, string>();
/** Calls of `accept()` that have not settled, by the port of their listener. */
const pendingAccepts = new Map<number, number>();

/**
 * How many calls of `accept()` of the submission have not settled.
 *
 * @param port The port of their listener; those of all listeners by default.
 */
export function countPendingAccepts(port?: number): number {
  if (port !== undefined) return pendingAccepts.get(port) ?? 0;
  return pendingAccepts.values().reduce((sum, count) => sum + count, 0);
}

/**
 * Where a connect of the submission was refused: `127.0.0.1:4012`.
 *
 * @param error What a call threw.
 * @returns `undefined` if it is no refusal of `Deno.connect`.
 */
export function whereRefused(error: unknown): string | undefined {
  return refusedAt.get(Object(error));
}

/** Remembers where a connect was refused; the error passes. */
function rememberRefusal(
  error: unknown,
  { hostname = "127.0.0.1", port }: Partial<Endpoint>,
): never {
  if (error instanceof Deno.errors.ConnectionRefused) {
    refusedAt.set(error, formatEndpoint({ hostname, port: Number(port) }));
  }
  throw error;
}

function countAccept(port: number, change: 1 | -1): void {
  pendingAccepts.set(port, countPendingAccepts(port) + change);
}

function remember(socket: Opened): void {
  opened.push({ ...socket, whileLoading: isBeforeChecks() });
  if (opened.length < LIMITS.openSockets) return;
  opened = opened.filter((each) => each.isOpen());
  if (opened.length < LIMITS.openSockets) return;
  const what =
    `the submission holds ${opened.length} sockets open; the limit is ${LIMITS.openSockets}`;
  // It may catch what is thrown: the check knows without that.
  failInBackground({
    cause: "too-many-sockets",
    what,
    lookAt: "which loop opens a socket without closing the one before",
    at: socket.where(),
  });
  closeOpened();
  throw new Error(what);
}

function rememberConn<C extends Deno.Conn>(conn: C, where: Where): C {
  keepCalls(conn);
  remember({
    kind: "connection",
    where,
    isOpen: () => isOpenConn(conn),
    close: () => closeConn(conn),
  });
  return conn;
}

/** Remembers a listener and what it accepts. */
function rememberListener(
  listener: Deno.TcpListener,
  where: Where,
): Deno.TcpListener {
  let open = true;
  const { port } = listener.addr;
  const prototype = Object.getPrototypeOf(listener);
  // As the real ones, these fail when they are called on nothing.
  const closes = (call: (...args: unknown[]) => unknown) => ({
    value: function (this: unknown, ...args: unknown[]) {
      const result = apply(call, this, args);
      // Called on another one, it closes that.
      if (this === listener) open = false;
      return result;
    },
    configurable: true,
  });
  Object.defineProperties(listener, {
    close: closes(prototype.close),
    return: closes(prototype.return),
    [Symbol.dispose]: closes(prototype[Symbol.dispose]),
    accept: {
      value: async function (this: unknown) {
        const here = whereOf(new Error());
        countAccept(port, 1);
        try {
          // Of a closed listener the kernel says so first.
          if (open && standIns.beforeAccept) await standIns.beforeAccept();
        } catch (error) {
          countAccept(port, -1);
          throw error;
        }
        const accepting: Promise<Deno.TcpConn> = apply(
          prototype.accept,
          this,
          [],
        );
        const conn = await accepting.finally(() => countAccept(port, -1));
        const given = standIns.accept?.(conn) ?? conn;
        return rememberConn(
          given instanceof Promise ? await given : given,
          () => here() ?? where(),
        );
      },
      configurable: true,
    },
  });
  remember({
    kind: "listener",
    where,
    isOpen: () => open,
    close: () => prototype.close.call(listener),
  });
  return listener;
}

/** No lesson is about it, and its socket is none that is watched, or of the model network. */
function refuseServe(): never {
  throw new Deno.errors.NotSupported(
    "Cannot use Deno.serve(): it is a server of its own, use Deno.listen()",
  );
}

/** Replaces `Deno.listen` and `Deno.connect` by calls that are watched, once. */
export function watchSockets(): void {
  if (watching) return;
  watching = true;
  const listen = (options: Deno.TcpListenOptions) => {
    const where = whereOf(new Error());
    const listen = standIns.listen ?? real.listen;
    const listener = listen(options);
    return (options as { transport?: string }).transport === "unix"
      ? listener
      : rememberListener(listener, where);
  };
  const connect = async (options: Deno.ConnectOptions) => {
    const where = whereOf(new Error());
    const connect = standIns.connect ?? real.connect;
    const conn = await connect(options)
      .catch((error) => rememberRefusal(error, options));
    return rememberConn(conn, where);
  };
  Object.assign(Deno, { listen, connect, serve: refuseServe });
}

/** How many sockets of the submission are open now. */
export function countOpen(): number {
  opened = opened.filter((socket) => socket.isOpen());
  return opened.length;
}

/**
 * Closes what the submission left open, and forgets it.
 *
 * @param isUnfinished Whether a part of it is not written: then its listeners
 * stay. Given code may call accept() again for ever once a listener is closed,
 * until a `stop()` is there that ends the loop.
 */
export function closeOpened(isUnfinished = false): void {
  for (const socket of opened) {
    if (isUnfinished && socket.kind === "listener") continue;
    try {
      if (socket.isOpen()) socket.close();
    } catch {
      // Closed meanwhile.
    }
  }
  opened = [];
}

/**
 * Expects that the submission has closed everything it opened in this check.
 *
 * @throws {Wrong} If something is still open a moment later: how many, and
 * where each was opened.
 */
export async function nothingLeftOpen(): Promise<void> {
  await eventually(() => countOpen() === 0, LIMITS.replyMs, () => {
    const count = (kind: Opened["kind"]) =>
      opened.filter((socket) => socket.kind === kind).length;
    const parts = [];
    for (const kind of ["listener", "connection"] as const) {
      const n = count(kind);
      if (n > 0) parts.push(counted(n, kind));
    }
    const places = [...new Set(opened.map((s) => s.where()).filter(Boolean))];
    const whileLoading = opened.every((socket) => socket.whileLoading);
    return {
      cause: "leak",
      what: whileLoading
        ? `opened while the file was loaded: ${parts.join(" and ")}`
        : `left open: ${parts.join(" and ")}`,
      expected: whileLoading
        ? "the file only says what its functions do; the checks call them"
        : "everything that was opened is closed, on every path",
      lookAt: whileLoading
        ? "code outside of functions: it runs when the file is loaded"
        : "which path leaves without close()",
      at: places.length > 0 ? `opened at ${places.join(", ")}` : undefined,
    };
  });
}
