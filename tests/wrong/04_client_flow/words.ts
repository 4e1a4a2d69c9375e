// Wrong: a message is a word, as scanf("%s") reads it. Caught by: "splits text into lines"
export * from "../../../solutions/04_client_flow.ts";

export function splitInput(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
