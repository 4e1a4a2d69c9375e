import {
  ask,
  type Events,
  type Kernel,
  type Opened,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import { connect } from "./_connection.ts";

const buffer = new Uint8Array(100);
const exit = new TextEncoder().encode("exit");
const OK = new TextEncoder().encode("OK!!!");

/** A server that answers, and one that lets its client end first. */
export async function* polite(kernel: Kernel, open: Opened): Events {
  yield step(6, "Who reads null first");
  const made = await connect(kernel, open);
  await made.client.write(exit);
  await made.server.read(buffer);
  yield await tryCall("await server.write(OK)", () => made.server.write(OK));
  // With unread bytes the client's close() would be a RST, and nobody would wait.
  await made.client.read(buffer);
  const ended = made.server.read(buffer);
  yield* made.rows("ESTABLISHED", "ESTABLISHED");
  yield say(
    "The answer is sent, and neither side has sent FIN. Whoever does it now will wait.",
  );
  yield step(7, "The client ends first");
  yield ask("polite-end");
  made.client.close();
  yield await tryCall("await server.read(buffer)", () => ended);
  made.server.close();
  yield* made.rows("TIME_WAIT");
  yield say("The row is the client's. The port of the server has none.");
  const silent = await connect(kernel, open);
  yield step(7, "A client that does not end");
  const waiting = silent.server.read(buffer);
  const timer = setTimeout(() => silent.server.close(), 50);
  yield await tryCall(
    "await server.read(buffer)   // a timer calls server.close()",
    () => waiting,
  );
  clearTimeout(timer);
  silent.client.close();
  yield* silent.rows("TIME_WAIT");
  yield say("With a deadline the server ends first after all, and waits.");
}
