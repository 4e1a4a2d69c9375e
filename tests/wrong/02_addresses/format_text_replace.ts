// Wrong: the run is looked for in the text, where :0: also ends a longer group. Caught by: "writes :: for a run of zero groups"
import { formatIpv6 as right } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function formatIpv6(address: Uint8Array): string {
  const groups: string[] = [];
  for (let i = 0; i < 16; i += 2) {
    groups.push((address[i] * 256 + address[i + 1]).toString(16));
  }
  if (groups.slice(0, 6).join() === "0,0,0,0,0,ffff") return right(address);
  const runs = groups.join(":").match(/0(:0)+/g) ?? [];
  const longest = runs.reduce((a, b) => b.length > a.length ? b : a, "");
  if (longest === "") return groups.join(":");
  return groups.join(":").replace(longest, "::").replace(/:{3,4}/, "::");
}
