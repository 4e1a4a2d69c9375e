// Wrong: spaces at the ends of a line are lost. Caught by: "takes nothing else from a line"
export * from "../../../solutions/04_client_flow.ts";

export function splitInput(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
