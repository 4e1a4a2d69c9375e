import { formatEndpoint } from "../endpoint.ts";
import { checkedPort, localAddress, remoteAddress } from "./address.ts";
import { notCapable, unsupported } from "./errors.ts";

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

/** Throws for whatever Deno has and the model has not. */
function refuseUnsupported(options: object, kind: "listen" | "connect"): void {
  const { transport = "tcp" } = options as { transport?: string };
  if (transport !== "tcp") {
    throw unsupported(`the transport "${transport}"`, `use "tcp" in ${kind}()`);
  }
  if ((options as { reusePort?: boolean }).reusePort) {
    throw unsupported("reusePort", "leave the option out");
  }
}

/** A host as the permissions name it: IPv6 in brackets. */
function checkAllowed(
  hostname: string,
  port: number,
  allowed: readonly string[] | undefined,
): void {
  if (allowed === undefined) return;
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  const host = bare.includes(":") ? `[${bare}]` : bare;
  if (allowed.includes(host) || allowed.includes(`${host}:${port}`)) return;
  throw notCapable(formatEndpoint({ hostname: bare, port }));
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
  refuseUnsupported(options, "listen");
  const port = checkedPort(options.port ?? 0, 0);
  const hostname = String(options.hostname ?? "0.0.0.0");
  const backlog: unknown = options.tcpBacklog ?? DEFAULT_BACKLOG;
  if (typeof backlog !== "number") throw new TypeError("expected i32");
  checkAllowed(hostname, port, allowed);
  return {
    hostname: localAddress(hostname),
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
  refuseUnsupported(options, "connect");
  const { signal } = options;
  signal?.throwIfAborted();
  const port = checkedPort(options.port, 1);
  const hostname = String(options.hostname ?? "127.0.0.1");
  checkAllowed(hostname, port, allowed);
  return { ...remoteAddress(hostname), port, signal };
}
