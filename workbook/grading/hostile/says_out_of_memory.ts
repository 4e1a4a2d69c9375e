// Ends as: wrong, exited.
export function startServer() {
  console.error("out of memory");
  Deno.exit(3);
}
