// Wrong: a message of spaces only is skipped like an empty one. Caught by: "changes neither a message nor a reply"
import {
  type Conversation,
  converse as talk,
} from "../../../solutions/04_client_flow.ts";
export * from "../../../solutions/04_client_flow.ts";

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const said = [...messages].filter((message) => message.trim() !== "");
  return await talk(conn, said);
}
