import { formatEndpoint } from "../../endpoint.ts";
import type { ObservedOutcome } from "../../network/mod.ts";

/**
 * What a call came to, in a word or two: the name of its error, or its value.
 *
 * @param outcome What it came to.
 * @returns Nothing, as a text, where the call gives nothing.
 */
export function outcomeInWords(outcome: ObservedOutcome): string {
  if ("error" in outcome) {
    const { error } = outcome;
    return error instanceof Error ? error.name : String(error);
  }
  const { value } = outcome;
  if (value === undefined) return "";
  if (value === null || typeof value !== "object") return String(value);
  return "remoteAddr" in value
    ? `a connection with ${formatEndpoint(value.remoteAddr as Deno.NetAddr)}`
    : "a listener";
}
