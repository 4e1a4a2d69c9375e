/** Texts of addresses, and the bytes that they stand for. */
import {
  ask,
  bytes,
  call,
  errorText,
  type Events,
  Opened,
  say,
  step,
  tryCall,
  unavailable,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint } from "../../workbook/kernel/mod.ts";
import { dialling, listening, mayUse } from "./_calls.ts";
import { formatIpv6, parseIpv4, parseIpv6 } from "./_structures.ts";

/** Four texts that older functions take for addresses. */
const OLD_SPELLINGS = ["010.0.0.1", "1.2.3", "127.1", "4294967295"];

/** Texts that one reader takes for an address, and another one refuses. */
export async function* oldSpellings(): Events {
  using open = new Opened();
  yield step(2, "Old spellings in a URL");
  yield ask("old-spelling");
  for (const text of OLD_SPELLINGS) {
    const { hostname } = new URL(`http://${text}`);
    yield call(`new URL("http://${text}").hostname`, hostname);
  }
  yield call('parseIpv4("010.0.0.1")', parseIpv4("010.0.0.1"));
  const { addr: { port } } = open.keep(
    Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  if (!await mayUse(`127.1:${port}`)) {
    yield await tryCall(
      dialling("127.1", port),
      async () => {
        open.keep(await Deno.connect({ hostname: "127.1", port }));
        return "connected";
      },
    );
  }
  yield say(
    "A URL guesses as the old functions do. `parseIpv4()` of the model answer keeps to the rules of `inet_pton()`. To Deno `127.1` is a name: a permission for 127.0.0.1 does not cover it.",
  );
}

/** One address, the texts of it, and its bytes. */
export async function* groups(): Events {
  using open = new Opened();
  yield step(3, "Eight groups, and the text that Deno chooses");
  const long = "0:0:0:0:0:0:0:1";
  try {
    const { addr } = open.keep(Deno.listen({ hostname: long, port: 0 }));
    yield call(listening(long), formatEndpoint(addr));
  } catch (error) {
    yield unavailable(`No IPv6 here: ${errorText(error)}.`);
  }
  const text = "2001:0DB8:0:0:0:0:0:1";
  const address = parseIpv6(text) ?? new Uint8Array(16);
  const fields = text.split(":").map((name) => ({ length: 2, name }));
  yield bytes(`parseIpv6("${text}")`, address, fields);
  yield call("formatIpv6(address)", formatIpv6(address));
  yield say(
    "Both texts stand for one address, and the way back gives the shorter one: no leading zeros, `::` for the zeros, lower case (RFC 5952 section 4).",
  );
}
