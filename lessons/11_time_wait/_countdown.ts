/** The timer of a row, which the socket table of the workbook leaves out. */

const TIME_WAIT = "06";
/** The timer that /proc/net/tcp shows for it (proc_net_tcp.rst). */
const TIMER = /^03:([0-9A-F]{8})$/;
/** The kernel prints times in hundredths of a second. */
const TICKS = 100;

const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, "0");

/**
 * How long a connection stays in TIME_WAIT.
 *
 * @param local The port of the side that waits.
 * @param remote The port of the other side.
 * @returns Seconds; `undefined` where the kernel does not say.
 */
export async function timeWaitLeft(
  local: number,
  remote: number,
): Promise<number | undefined> {
  const command = "cat";
  const { state } = await Deno.permissions.query({ name: "run", command });
  if (Deno.build.os !== "linux" || state !== "granted") return;
  const args = ["/proc/net/tcp"];
  const { stdout } = await new Deno.Command(command, { args }).output();
  for (const line of new TextDecoder().decode(stdout).split("\n")) {
    const [, here = "", there = "", code, , timer = ""] = line.trim().split(
      /\s+/,
    );
    const isIt = here.endsWith(`:${hex(local)}`) &&
      there.endsWith(`:${hex(remote)}`) && code === TIME_WAIT;
    const [, ticks] = isIt && TIMER.exec(timer) || [];
    if (ticks) return parseInt(ticks, 16) / TICKS;
  }
}
