// Wrong: an empty line becomes an empty message. Caught by: "drops empty lines"
export * from "../../../solutions/04_client_flow.ts";

export function splitInput(text: string): string[] {
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}
