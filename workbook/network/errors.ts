/**
 * The errors that Deno 2.9 gives, with the same class, message and code. The
 * numbers in the messages are those of Linux.
 *
 * @module
 */

/** What can go wrong in the kernel, by the name that the C headers give it. */
export type Errno =
  | "ECONNREFUSED"
  | "ECONNRESET"
  | "EPIPE"
  | "EADDRINUSE"
  | "EADDRNOTAVAIL"
  | "ENETUNREACH"
  | "ENOTCONN"
  | "EINVAL"
  | "ETIMEDOUT"
  | "EINTR"
  | "EACCES"
  | "EHOSTUNREACH"
  | "EMFILE";

const OF_ERRNO: Record<Errno, [new (message: string) => Error, string]> = {
  ECONNREFUSED: [
    Deno.errors.ConnectionRefused,
    "Connection refused (os error 111)",
  ],
  ECONNRESET: [
    Deno.errors.ConnectionReset,
    "Connection reset by peer (os error 104)",
  ],
  EPIPE: [Deno.errors.BrokenPipe, "Broken pipe (os error 32)"],
  EADDRINUSE: [Deno.errors.AddrInUse, "Address already in use (os error 98)"],
  EADDRNOTAVAIL: [
    Deno.errors.AddrNotAvailable,
    "Cannot assign requested address (os error 99)",
  ],
  ENETUNREACH: [
    Deno.errors.NetworkUnreachable,
    "Network is unreachable (os error 101)",
  ],
  ENOTCONN: [
    Deno.errors.NotConnected,
    "Transport endpoint is not connected (os error 107)",
  ],
  // Deno has no class of its own for it.
  EINVAL: [TypeError, "Invalid argument (os error 22)"],
  ETIMEDOUT: [Deno.errors.TimedOut, "Connection timed out (os error 110)"],
  EINTR: [Deno.errors.Interrupted, "operation canceled"],
  // What the model never says, but a check does.
  EACCES: [Deno.errors.PermissionDenied, "Permission denied (os error 13)"],
  EHOSTUNREACH: [Error, "No route to host (os error 113)"],
  EMFILE: [Error, "Too many open files (os error 24)"],
};

/** All of them. */
export const ERRNOS: readonly Errno[] = Object.keys(OF_ERRNO) as Errno[];

/** An error of the kernel as Deno throws it. */
export function osError(errno: Errno): Error {
  const [Class, message] = OF_ERRNO[errno];
  return Object.assign(new Class(message), { code: errno });
}

/**
 * An error of Deno by its name; with the code where the system gives one, and the
 * message is not empty.
 *
 * @param name A name in `Deno.errors`.
 */
export function denoError(name: string, message = "…"): Error {
  const error = new Deno.errors[name as keyof typeof Deno.errors](message);
  const code = ERRNOS.find((errno) => OF_ERRNO[errno][0].name === name);
  return Object.assign(error, message && code && { code });
}

/** A call on a connection or listener that the program has closed. */
export function badResource(message = "Bad resource ID"): Error {
  return new Deno.errors.BadResource(message);
}

/** A second `accept()` while one is pending. */
export function busy(): Error {
  return new Deno.errors.Busy("Another accept task is ongoing");
}

/** A host that the model's permission list does not name. */
export function notCapable(host: string): Error {
  return new Deno.errors.NotCapable(
    `Requires net access to "${host}", run again with the --allow-net flag`,
  );
}

/**
 * Something that Deno can do and the model cannot.
 *
 * @param what What was asked for: `the transport "unix"`.
 * @param next What to do instead.
 */
export function unsupported(what: string, next: string): Error {
  return new Deno.errors.NotSupported(
    `Cannot use ${what} on the model network: it is not modelled, ${next}`,
  );
}

/** The name of an error; one of the sockets of `node:` has only a code. */
export function errorName(
  { name = "", code }: Partial<Error & { code: unknown }>,
): string {
  const errno = ERRNOS.find((each) => each === code);
  return name === "Error" && errno ? osError(errno).name : name;
}
