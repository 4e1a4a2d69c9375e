// Wrong: characters that end no line are taken for line ends. Caught by: "takes nothing else from a line"
export * from "../../../solutions/04_client_flow.ts";

export function splitInput(text: string): string[] {
  return text.split(/[\r\n\v\u2028]+/).filter((line) => line !== "");
}
