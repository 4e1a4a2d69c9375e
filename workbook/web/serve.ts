import { createHandler } from "./handler.ts";

/** The port where nothing else was asked for. */
const PORT = 8333;

/** A server that runs. */
export interface Running {
  /** Where the page is, with the token that lets it write and run. */
  readonly address: string;
  readonly port: number;
  readonly token: string;
  /** Ends it at once: it waits for no answer that is on its way. */
  stop(): Promise<void>;
}

/**
 * Serves the page on 127.0.0.1.
 *
 * @param site The folder of the built page.
 * @param wanted The port; 8333, or else any free one, by default.
 * @throws {Deno.errors.AddrInUse} If somebody listens on a port that was asked for.
 */
export async function servePage(site: URL, wanted?: number): Promise<Running> {
  const port = wanted ?? freePort();
  const token = crypto.getRandomValues(new Uint8Array(24)).toBase64({
    alphabet: "base64url",
  });
  const handler = Promise.withResolvers<
    (request: Request) => Promise<Response>
  >();
  const end = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port, signal: end.signal, onListen() {} },
    async (request) => (await handler.promise)(request),
  );
  const own = server.addr.port;
  handler.resolve(await createHandler({ site, port: own, token }));
  return {
    address: `http://127.0.0.1:${own}/#token=${token}`,
    port: own,
    token,
    async stop() {
      end.abort();
      await server.finished;
    },
  };
}

/** The usual port if nobody has it: then the browser finds what it kept. */
function freePort(): number {
  try {
    Deno.listen({ hostname: "127.0.0.1", port: PORT }).close();
    return PORT;
  } catch {
    return 0;
  }
}
