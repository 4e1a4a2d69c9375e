// Ends as: wrong, too-many-sockets.
export function startServer() {
  while (true) Deno.listen({ hostname: "127.0.0.1", port: 0 });
}
