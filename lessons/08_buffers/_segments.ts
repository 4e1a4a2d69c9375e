import {
  call,
  type Events,
  say,
  step,
  unavailable,
} from "../../workbook/demo/kit.ts";
import type { Connection } from "./_connection.ts";
import { readFrom } from "./_system.ts";

/** The sizes that the kernel uses for the segments of this connection. */
export async function* segmentSizes({ client, server }: Connection): Events {
  yield step(6, "What limits one segment");
  const sent = await client.write(new Uint8Array(200_000));
  yield call("await client.write(new Uint8Array(200000))", sent);
  const mtu = await readFrom("cat", "/sys/class/net/lo/mtu");
  if (mtu !== undefined) yield call("cat /sys/class/net/lo/mtu", mtu);
  const { port } = client.localAddr;
  const text = await readFrom("ss", "-tinH", "sport", "=", `:${port}`);
  const found = ["mss", "pmtu", "advmss", "data_segs_out"].flatMap((name) =>
    text?.match(new RegExp(`\\b${name}:\\d+`)) ?? []
  );
  if (found.length > 0) {
    yield call(`ss -tin sport = :${port}`, found.join(" "));
  } else {
    yield unavailable("This system does not tell the size of segments here.");
  }
  client.close();
  server.close();
  yield say(
    "One write, several segments: MTU and MSS limit a segment, not a write.",
  );
}
