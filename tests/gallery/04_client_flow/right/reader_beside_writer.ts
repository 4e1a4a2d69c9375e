import type { Endpoint } from "../../../../workbook/endpoint.ts";
import type {
  Conversation,
  DialFailure,
  DialResult,
} from "../../../../solutions/04_client_flow.ts";

function failureOf(error: Error & { code?: string }): DialFailure {
  const told = `${error.name} ${error.code} ${error.message}`;
  if (/refused/i.test(told)) return "refused";
  if (/TimedOut|ETIMEDOUT/.test(told)) return "timed-out";
  return /unreach/i.test(told) ? "unreachable" : "bad-address";
}

export function dial(
  server: Endpoint,
  options: { timeoutMs: number },
): Promise<DialResult> {
  return new Promise((resolve) => {
    if (server.port === 0) resolve({ ok: false, failure: "bad-address" });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      resolve({ ok: false, failure: "timed-out" });
    }, options.timeoutMs);
    const connecting = (async () => await Deno.connect(server))();
    connecting.then(
      (conn) => late ? conn.close() : resolve({ ok: true, conn }),
      (error) => resolve({ ok: false, failure: failureOf(error) }),
    ).finally(() => clearTimeout(timer));
  });
}

/** What has come so far, and how it ended. */
class Inbox {
  #bytes: number[] = [];
  #end?: "server-closed" | "reset";
  #wake = () => {};

  async fill(conn: Deno.Conn): Promise<void> {
    const buffer = new Uint8Array(1024);
    try {
      for (let n; (n = await conn.read(buffer)) !== null;) {
        this.#bytes.push(...buffer.subarray(0, n));
        this.#wake();
      }
      this.#end = "server-closed";
    } catch {
      this.#end = "reset";
    }
    this.#wake();
  }

  async reply(): Promise<{ text: string } | "server-closed" | "reset"> {
    while (this.#bytes.length < 5 && !this.#end) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    if (this.#bytes.length < 5) return this.#end!;
    const bytes = Uint8Array.from(this.#bytes.splice(0, 5));
    return { text: new TextDecoder().decode(bytes) };
  }
}

export async function converse(
  conn: Deno.Conn,
  messages: Iterable<string>,
): Promise<Conversation> {
  const inbox = new Inbox();
  const filling = inbox.fill(conn);
  const replies: string[] = [];
  let ended: Conversation["ended"] = "end-of-input";
  for (const message of messages) {
    let rest = new TextEncoder().encode(message);
    if (rest.length === 0) continue;
    try {
      while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
    } catch {
      ended = "reset";
      break;
    }
    const reply = await inbox.reply();
    if (typeof reply === "string") {
      ended = reply;
      break;
    }
    replies.push(reply.text);
    if (message === "exit") {
      ended = "exit";
      break;
    }
  }
  // The pending read ends with it.
  conn.close();
  await filling;
  return { replies, ended };
}

export function splitInput(text: string): string[] {
  const lines = [""];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\n") lines.push("");
    else if (!text.startsWith("\r\n", i)) lines[lines.length - 1] += text[i];
  }
  return lines.filter(Boolean);
}
