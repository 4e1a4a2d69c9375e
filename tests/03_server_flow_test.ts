import type * as Solution from "../solutions/03_server_flow.ts";
import { load, Peer, random } from "../workbook/grading/mod.ts";

const { answer, sockets } = await load<typeof Solution>(
  "03_server_flow",
  () => import("../lessons/03_server_flow/exercise.ts"),
);

Deno.test("answers OK!!! to a message", sockets("startServer"), async () => {
  const server = answer.startServer();
  const client = await Peer.connect(server.addr);
  await client.send(random.word());
  await client.expect("OK!!!", { lookAt: "what does your loop do after read()?" });
  client.close();
  await server.stop();
});
