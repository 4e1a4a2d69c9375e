import type { DemoEvent } from "../../workbook/demo/events.ts";

/** The events of one step. */
export type Events = AsyncGenerator<DemoEvent, void, void>;

/** A step begins. */
export const step = (title: string): DemoEvent => ({ type: "step", title });
/** A question of the guide. */
export const ask = (id: string): DemoEvent => ({ type: "ask", id });
/** What the evidence means. */
export const say = (text: string): DemoEvent => ({ type: "say", text });
/** A call, what came of it, and the C calls beneath it. */
export const call = (
  deno: string,
  result: string,
  c?: string[],
): DemoEvent => ({
  type: "call",
  deno,
  c,
  result,
});
/** `Deno.listen()` as it is written. */
export const listening = (hostname: string) =>
  `Deno.listen({ hostname: "${hostname}", port: 0 })`;
/** `Deno.connect()` as it is written. */
export const dialling = (hostname: string, port: number) =>
  `Deno.connect({ hostname: "${hostname}", port: ${port} })`;

/** An error as a program sees it. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${error.message.replace(/, run again.*$/s, "")}`;
}

/** Whether the network permission covers a host. It never prompts. */
export async function mayUse(host: string): Promise<boolean> {
  const { state } = await Deno.permissions.query({ name: "net", host });
  return state === "granted";
}

/** What this machine or this process cannot show. */
export function unavailable(text: string): DemoEvent {
  return { type: "unavailable", text };
}
