// Ends as: wrong, too-much-output.
export function startServer() {
  while (true) console.log("x".repeat(10_000));
}
