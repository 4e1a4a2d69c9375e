import type { Endpoint } from "../endpoint.ts";
import type { End } from "./end.ts";

/**
 * The ends of all connections, in the order in which they began. Every segment
 * asks for one, so they are found by numbers: a text for each segment would take
 * longer to make than the segment to deliver.
 */
export class Ends {
  #all = new Set<End>();
  /** Those whose ports give the same number: nearly always one. */
  #found = new Map<number, End[]>();

  /** The end of a connection between these endpoints. */
  get(local: Endpoint, remote: Endpoint): End | undefined {
    const some = this.#found.get(numberOf(local, remote));
    if (some === undefined) return;
    for (let i = 0; i < some.length; i++) {
      const end = some[i];
      if (isSame(end.local, local) && isSame(end.remote, remote)) return end;
    }
  }

  /** Adds an end. It takes the place of one between the same endpoints. */
  add(end: End): void {
    const { local, remote } = end;
    const before = this.get(local, remote);
    if (before) this.delete(before);
    this.#all.add(end);
    const number = numberOf(local, remote);
    const some = this.#found.get(number);
    if (some) some.push(end);
    else this.#found.set(number, [end]);
  }

  /** Takes an end out, if it is in. */
  delete(end: End): void {
    if (!this.#all.delete(end)) return;
    const number = numberOf(end.local, end.remote);
    const others = this.#found.get(number)!.filter((each) => each !== end);
    if (others.length > 0) this.#found.set(number, others);
    else this.#found.delete(number);
  }

  /** All of them. */
  values(): IterableIterator<End> {
    return this.#all.values();
  }
}

/** A small number: V8 makes an object of each large one. */
function numberOf(local: Endpoint, remote: Endpoint): number {
  return local.port * 8_191 + remote.port;
}

function isSame(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && a.hostname === b.hostname;
}
