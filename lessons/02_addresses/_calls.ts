import { call } from "../../workbook/demo/kit.ts";
import type { CallEvent } from "../../workbook/demo/events.ts";

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

/** A C call that Deno has no call for, recorded on Linux 6.18. */
export const recorded = (c: string, result: string): CallEvent =>
  call(`${c}   (C, recorded)`, result);
