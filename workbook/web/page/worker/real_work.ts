/**
 * Work that a browser does elsewhere, in another thread or process: it takes
 * real time, a millisecond or more on a busy machine. In Deno it is done before
 * the next turn of the event loop. The clock of the model network would run far
 * ahead meanwhile, and a right program would be late: so it waits.
 *
 * @module
 */
import { holdTasks } from "./immediate.ts";

const { apply, get } = Reflect;

/** Calls whose promises settle by themselves: none of them waits for the submission. */
const CALLS: ReadonlyArray<readonly [object, readonly string[]]> = [
  [Blob.prototype, ["arrayBuffer", "text", "bytes"]],
  ...("SubtleCrypto" in globalThis
    ? [[SubtleCrypto.prototype, ["digest", "sign", "verify"]] as const]
    : []),
];

/** Lets the clock wait for such work. */
export function waitForRealWork(): void {
  for (const [owner, names] of CALLS) {
    for (const name of names) {
      const call = get(owner, name);
      if (typeof call !== "function") continue;
      const waited = {
        [name](this: object, ...args: unknown[]) {
          const work: Promise<unknown> = apply(call, this, args);
          holdTasks(work);
          return work;
        },
      }[name];
      Object.defineProperty(owner, name, { value: waited });
    }
  }
  const { arrayBuffer } = Blob.prototype;
  Object.defineProperty(Blob.prototype, "stream", {
    value: function stream(this: Blob) {
      return new ReadableStream({
        start: async (controller) => {
          const bytes = new Uint8Array(await apply(arrayBuffer, this, []));
          if (bytes.length > 0) controller.enqueue(bytes);
          controller.close();
        },
      });
    },
  });
}
