/**
 * One end of a connection, or the place where a listener waits: a numeric
 * address (or a host name, where a function says so) and a port.
 */
export interface Endpoint {
  /** `127.0.0.1`, `::1`: no brackets, no zone. */
  hostname: string;
  /** 0 to 65535. */
  port: number;
}

/**
 * Writes an endpoint as address and port. An IPv6 address stands in brackets,
 * as in a URL (RFC 3986 section 3.2.2), so that its colons are not mistaken
 * for the one before the port.
 *
 * @param endpoint The endpoint; its address is not checked.
 * @returns `127.0.0.1:80` or `[::1]:80`.
 */
export function formatEndpoint(endpoint: Endpoint): string {
  const { hostname, port } = endpoint;
  return hostname.includes(":")
    ? `[${hostname}]:${port}`
    : `${hostname}:${port}`;
}
