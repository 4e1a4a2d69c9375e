// Wrong: a message that was sent before is not sent again. Caught by: "changes neither a message nor a reply"
import {
  type Conversation,
  converse as talk,
} from "../../../solutions/04_client_flow.ts";
export * from "../../../solutions/04_client_flow.ts";

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  return await talk(conn, new Set(messages));
}
