// Wrong: every carriage return before a line feed is dropped, not only one. Caught by: "takes nothing else from a line"
export * from "../../../solutions/04_client_flow.ts";

export function splitInput(text: string): string[] {
  return text.split(/\r*\n/).filter((line) => line !== "");
}
