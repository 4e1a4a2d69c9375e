// Ends as: wrong, threw.
export function startServer() {
  const nothing = undefined as unknown as { listen(): void };
  nothing.listen();
}
