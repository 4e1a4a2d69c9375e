// Ends as: wrong, not-allowed.
export function startServer() {
  Deno.writeTextFileSync("written.txt", "");
}
