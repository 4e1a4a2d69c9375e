// Ends as: wrong, threw.
export function startServer() {
  throw new Error("x".repeat(100_000_000));
}
