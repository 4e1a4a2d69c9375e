/** What a demonstration has opened. With `using` it is closed however the demo ends. */
export class Opened implements Disposable {
  readonly #sockets = new DisposableStack();

  /** Remembers a socket, or anything else that can be closed. */
  keep<T extends { close(): void }>(socket: T): T {
    return this.#sockets.adopt(socket, closeOnce);
  }

  /** Closes everything, the last opened first. */
  [Symbol.dispose](): void {
    this.#sockets.dispose();
  }
}

/** Closes a socket that a step may have closed already. */
function closeOnce(socket: { close(): void }): void {
  try {
    socket.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
