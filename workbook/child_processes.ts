/** Processes that must not outlive this one: an endless loop in an answer ends only by force. */
const running = new Set<Deno.ChildProcess>();

/**
 * Remembers a process until it ends.
 *
 * @param child The process.
 * @returns The same process.
 */
export function endsWithUs(child: Deno.ChildProcess): Deno.ChildProcess {
  running.add(child);
  child.status.then(() => running.delete(child));
  return child;
}

/** Lets every process that is remembered continue, which Ctrl-Z has stopped. */
export function continueChildren(): void {
  for (const child of running) {
    try {
      child.kill("SIGCONT");
    } catch {
      // It has ended already.
    }
  }
}

/** Ends every process that is remembered. */
export function endChildren(): void {
  for (const child of running) {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}
