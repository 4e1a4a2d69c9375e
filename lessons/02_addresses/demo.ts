import { type Events, watchKernel } from "../../workbook/demo/kit.ts";
import { notOurs, otherLoopback } from "./_binding.ts";
import { ipv4Structure, ipv6Structure, mapped } from "./_families.ts";
import { datagram, recordedKinds, unixDomain } from "./_other_kinds.ts";
import { resetInQueue } from "./_reset.ts";
import { groups, oldSpellings } from "./_texts.ts";
import { whoAmI } from "./_who_am_i.ts";
import { nobodyBound, wildcard } from "./_wildcard.ts";

/** Where a socket can be: what bind() is given, and what the kernel makes of it. */
export async function* demo(): Events {
  const kernel = watchKernel();
  yield* ipv4Structure(kernel);
  yield* oldSpellings();
  yield* groups();
  yield* ipv6Structure(kernel);
  yield* mapped(kernel);
  yield* otherLoopback();
  yield* notOurs();
  yield* wildcard();
  yield* nobodyBound();
  yield* datagram();
  yield* recordedKinds();
  yield* unixDomain();
  yield* whoAmI();
  yield* resetInQueue(kernel);
}
