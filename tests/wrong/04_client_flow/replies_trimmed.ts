// Wrong: spaces and line ends at both ends of a reply are removed. Caught by: "changes neither a message nor a reply"
import {
  type Conversation,
  converse as talk,
} from "../../../solutions/04_client_flow.ts";
export * from "../../../solutions/04_client_flow.ts";

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const { replies, ended } = await talk(conn, messages);
  return { replies: replies.map((reply) => reply.trim()), ended };
}
