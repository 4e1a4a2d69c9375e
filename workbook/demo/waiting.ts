/**
 * Says whether a call still waits after a moment. The call continues, and an
 * error of it that nobody awaits is not reported.
 *
 * @param pending What the call returned.
 * @param ms How long it is given.
 */
export async function waits(
  pending: Promise<unknown>,
  ms = 100,
): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`still waits after ${ms} ms`), ms);
  });
  const ended = pending.then(() => "has returned", () => "has failed");
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}
