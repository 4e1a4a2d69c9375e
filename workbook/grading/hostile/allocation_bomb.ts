// Ends as: wrong, out-of-memory.
const kept: Uint8Array[] = [];
export function startServer() {
  while (true) kept.push(new Uint8Array(50_000_000).fill(1));
}
