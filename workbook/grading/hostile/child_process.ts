// Ends as: wrong, not-allowed.
export function startServer() {
  new Deno.Command("sh", { args: ["-c", "true"] }).outputSync();
}
