/**
 * What is expected of a server: that it is one, what it holds open, whether it
 * is over.
 *
 * @module
 */
import { LIMITS } from "../../sandbox/limits.ts";
import { equal, expect, show } from "./expect.ts";
import { missingFields } from "./missing_fields.ts";
import { countOpen } from "./open_sockets.ts";
import { whenSettled } from "./outcome.ts";
import { eventually, settle } from "./waiting.ts";

/**
 * Expects that a call gave a server.
 *
 * @param server What it gave.
 * @param did The call, as a learner would write it.
 * @param has The fields of a server.
 * @throws {Wrong} If a field is missing, or it is a promise.
 */
export function expectServer(
  server: unknown,
  did: string,
  has: readonly string[],
): void {
  const fields = Object(server) as Record<string, unknown>;
  const isOne = has.every((name) =>
    name === "addr"
      ? fields.addr
      : name === "finished"
      ? fields.finished instanceof Promise
      : typeof fields[name] === "function"
  );
  const isPromise = server instanceof Promise;
  const empty = has.find((name) => fields[name] === null);
  expect(isOne, {
    cause: "wrong-kind",
    did,
    what: isPromise ? undefined : missingFields(server, has),
    expected: `a Server at once: { ${has.join(", ")} }`,
    came: isPromise ? "a promise" : show(server),
    lookAt: isPromise
      ? `Deno.listen() returns at once, so ${did} need not be async`
      : empty
      ? `where does the field ${empty} get its value, and is it there when ${did} returns`
      : `what ${did} returns`,
  });
}

/**
 * Expects that a server listens on 127.0.0.1, on a port of the kernel's choice.
 *
 * @param did The call, as a learner would write it.
 */
export function expectAddress(
  { hostname, port }: Deno.NetAddr,
  did: string,
): void {
  equal(hostname, "127.0.0.1", {
    did: `${did}.addr.hostname`,
    cause: "wrong-address",
    lookAt: hostname === undefined
      ? "which object is addr: it has a hostname and a port"
      : "which hostname does Deno.listen() get",
  });
  expect(Number.isInteger(port) && port > 0, {
    cause: "wrong-port",
    did: `${did}.addr.port`,
    expected: "the port that the kernel chose, 1 to 65535",
    came: String(port),
    lookAt: "listener.addr, not the options",
  });
}

/** Expects that `finished` is `pending`, or `resolved`, by now. */
export async function expectFinished(
  finished: Promise<void>,
  due: string,
  lookAt?: string,
): Promise<void> {
  let came = "pending";
  whenSettled(
    finished,
    () => came = "resolved",
    () => came = "rejected",
  );
  // What is to be resolved is so some microtasks after what waits for it.
  if (due === "pending") await settle();
  else for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(came === due, {
    cause: "too-early",
    what: due === "pending"
      ? "finished is settled before stop()"
      : "stop() resolved before finished",
    expected: `finished: ${due}`,
    came,
    lookAt,
  });
}

/** Expects that nothing is open, at the very moment when `stop()` has resolved. */
export function expectAllClosed(): void {
  expect(countOpen() === 0, {
    cause: "leak",
    what: "stop() resolved while a socket of the server was open",
    expected: "stop() resolves when everything is closed",
  });
}

/** Expects that the server holds this many connections open, beside its listener. */
export async function expectOpen(connections: number): Promise<void> {
  await eventually(
    () => countOpen() === 1 + connections,
    LIMITS.replyMs,
    () =>
      countOpen() === 0
        ? {
          cause: "not-listening",
          what: "the server has closed its listener, and every connection",
          expected: "it listens until it is stopped",
          lookAt: "what closes the listener, besides the end of the server",
        }
        : {
          cause: "leak",
          what: `connections that the server holds open: ${countOpen() - 1}`,
          expected: `${connections}`,
        },
  );
}

/** Expects it at this very moment: nothing is waited for but what is ready. */
export async function expectOpenNow(connections: number): Promise<void> {
  await settle();
  expect(countOpen() === 1 + connections, {
    cause: "leak",
    did: "how many connections the server holds open",
    expected: `${connections}`,
    came: String(countOpen() - 1),
  });
}
