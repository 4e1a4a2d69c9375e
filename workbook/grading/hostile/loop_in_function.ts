// Ends as: wrong, endless-loop.
export function startServer() {
  while (true);
}
