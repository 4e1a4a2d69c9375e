// Ends as: wrong, not-allowed.
export function startServer() {
  Deno.readTextFileSync("/etc/hostname");
}
