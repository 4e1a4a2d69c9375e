// Wrong: the carriage return stays at the end of the line. Caught by: "takes a carriage return before the line feed"
export * from "../../../solutions/04_client_flow.ts";

export function splitInput(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
