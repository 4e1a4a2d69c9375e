import { checkedPort, localAddress, remoteAddress } from "./address.ts";
import { notCapable, unsupported } from "./errors.ts";
import { type Host, readHost } from "./host.ts";

/** The default backlog of `Deno.listen`. */
const DEFAULT_BACKLOG = 511;

/** What a listener is made of. */
export interface ListenRequest {
  hostname: string;
  port: number;
  backlog: number;
}

/** What a connection is made of. */
export interface ConnectRequest {
  source: string;
  destination: string;
  port: number;
  signal: AbortSignal | undefined;
}

/** Transports of Deno that the model has not. */
const OTHER_TRANSPORTS: readonly unknown[] = ["unix", "vsock", "tunnel"];

/** Options of `Deno.listen` that the model has not. */
const OTHER_OPTIONS = ["reusePort", "loadBalanced"];

/** Throws unless the transport is TCP: it is called before anything else is looked at. */
function checkTransport(
  options: Deno.ListenOptions | Deno.ConnectOptions,
  call: "listen" | "connect",
): void {
  const transport = (options as { transport?: unknown }).transport;
  if ((transport ?? "tcp") === "tcp") return;
  if (OTHER_TRANSPORTS.includes(transport)) {
    throw unsupported(`the transport "${transport}"`, `use "tcp" in ${call}()`);
  }
  // What Deno says to a name that it does not know.
  throw new ReferenceError("transport is not defined");
}

/** Throws for what Deno can do with a listener and the model cannot. */
function refuseOptions(options: object): void {
  for (const name of OTHER_OPTIONS) {
    if ((options as Record<string, unknown>)[name]) {
      throw unsupported(name, "leave the option out");
    }
  }
}

/** A host as the permissions name it. */
function checkAllowed(
  { allowedAs }: Host,
  port: number,
  allowed: readonly string[] | undefined,
): void {
  if (allowed === undefined) return;
  const place = `${allowedAs}:${port}`;
  if (allowed.includes(allowedAs) || allowed.includes(place)) return;
  throw notCapable(place);
}

/**
 * Reads the options of `Deno.listen`.
 *
 * @param options As a program gave them.
 * @param allowed Hosts of `--allow-net`; `undefined` allows all.
 */
export function readListen(
  options: Deno.ListenOptions,
  allowed: readonly string[] | undefined,
): ListenRequest {
  checkTransport(options, "listen");
  refuseOptions(options);
  const port = checkedPort(options.port ?? 0, 0);
  const backlog: unknown = options.tcpBacklog ?? DEFAULT_BACKLOG;
  if (typeof backlog !== "number") throw new TypeError("expected i32");
  const host = readHost(String(options.hostname ?? "0.0.0.0"));
  checkAllowed(host, port, allowed);
  return {
    hostname: localAddress(host),
    port,
    backlog: Math.trunc(backlog) || 0,
  };
}

/**
 * Reads the options of `Deno.connect`.
 *
 * @param options As a program gave them.
 * @param allowed Hosts of `--allow-net`; `undefined` allows all.
 */
export function readConnect(
  options: Deno.ConnectOptions,
  allowed: readonly string[] | undefined,
): ConnectRequest {
  checkTransport(options, "connect");
  const { signal } = options;
  signal?.throwIfAborted();
  const port = checkedPort(options.port, 1);
  const host = readHost(String(options.hostname ?? "127.0.0.1"));
  checkAllowed(host, port, allowed);
  return { ...remoteAddress(host), port, signal };
}
