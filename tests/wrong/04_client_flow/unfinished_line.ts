// Wrong: the last line is dropped when the text does not end with a line end. Caught by: "takes the last line without a line end"
export * from "../../../solutions/04_client_flow.ts";

export function splitInput(text: string): string[] {
  return text.split(/\r?\n/).slice(0, -1).filter((line) => line !== "");
}
