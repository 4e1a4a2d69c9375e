// Ends as: wrong, never-ended.
export function startServer() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return {
    addr: listener.addr,
    finished: new Promise<void>(() => {}),
    stop: () => new Promise<void>(() => {}),
  };
}
