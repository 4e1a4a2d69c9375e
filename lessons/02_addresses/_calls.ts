/** `Deno.listen()` as it is written. */
export const listening = (hostname: string) =>
  `Deno.listen({ hostname: "${hostname}", port: 0 })`;
/** `Deno.connect()` as it is written. */
export const dialling = (hostname: string, port: number) =>
  `Deno.connect({ hostname: "${hostname}", port: ${port} })`;

/** Whether the network permission covers a host. It never prompts. */
export async function mayUse(host: string): Promise<boolean> {
  const { state } = await Deno.permissions.query({ name: "net", host });
  return state === "granted";
}
