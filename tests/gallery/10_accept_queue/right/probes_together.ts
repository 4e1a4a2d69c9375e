export { acceptLoop } from "../../../../solutions/10_accept_queue.ts";

interface Target {
  hostname: string;
  port: number;
}

const LATE = Symbol("late");

export async function probeAcceptQueue(
  { hostname, port }: Target,
  { limit, waitMs }: { limit: number; waitMs: number },
): Promise<number> {
  const attempts = Array.from({ length: limit }, async () => {
    const connecting = Deno.connect({ hostname, port });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<typeof LATE>((resolve) => {
      timer = setTimeout(() => resolve(LATE), waitMs);
    });
    try {
      const first = await Promise.race([connecting, late]);
      if (first !== LATE) return first;
      connecting.then((conn) => conn.close(), () => {});
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  });
  const results = await Promise.allSettled(attempts);
  let count = 0;
  for (const result of results) {
    if (result.status === "rejected" || !result.value) continue;
    count++;
    result.value.close();
  }
  const failed = results.find(({ status }) => status === "rejected");
  if (failed) throw (failed as PromiseRejectedResult).reason;
  return count;
}
