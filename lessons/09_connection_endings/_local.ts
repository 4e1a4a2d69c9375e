import {
  ask,
  type Events,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import { buffer, CLOSE, type Connection } from "./_connection.ts";

/** An error, its name and its code. */
async function failureOf(run: () => Promise<unknown>): Promise<string> {
  try {
    return String(await run());
  } catch (error) {
    const { name, code } = error as Error & { code?: string };
    return `throws an error: name ${name}, code ${code ?? "none"}`;
  }
}

/** One's own `close()` during a read and before one, and a closed port. */
export async function* ownClose(it: Connection): Events {
  const { client } = it;
  yield step(3, "Your own close during a read, and before one");
  const reading = failureOf(() => client.read(buffer));
  yield await call("reading = client.read(buffer)", () => "waits");
  yield ask("close-during-read");
  yield await call("client.close()", () => client.close(), ...CLOSE);
  yield await call("await reading", () => reading);
  yield await call(
    "await client.read(buffer)",
    () => failureOf(() => client.read(buffer)),
  );
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  yield await call(
    `await Deno.connect({ port: ${port} })   // nobody listens there`,
    () => failureOf(() => Deno.connect({ hostname: "127.0.0.1", port })),
  );
  yield say(
    "Each failure has a name, and most have a code as well: the name that C has for it. `BadResource` has none, because Deno did not ask the kernel.",
  );
}
