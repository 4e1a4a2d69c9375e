// Ends as: wrong, not-allowed.
export async function startServer() {
  await Deno.connect({ hostname: "192.0.2.1", port: 80 });
}
