import type { Lesson } from "../lesson.ts";
import { fileUrl } from "../paths.ts";
import type { Endpoint } from "../endpoint.ts";

/** Shows a line about the submission in the transcript. */
export type Show = (text: string) => void;

/** What is the same for both kinds of plays. */
interface Common {
  /** The function that is played: `deno task poke 2 askWhoAmI` names it. */
  name: string;
  /** Other functions of the submission that the play calls. */
  also?: string[];
  /** The call, as it is shown. */
  call: string;
  /** What to try, in one or two sentences. */
  about: string;
  /** A small exchange, as the lines that one would type. `deno task xray` plays it. */
  script: string[];
}

/** The submission is a server: the learner plays a client. */
export interface ServerPlay<T> extends Common {
  role: "server";
  /** Starts the server. It listens when this returns. */
  start(submission: T, show: Show): {
    addr: Deno.NetAddr;
    stop?(): Promise<void>;
  };
}

/** The submission is a client, or is given a connection: the learner plays a server. */
export interface ClientPlay<T> extends Common {
  role: "client";
  /** Calls the submission, which connects to `server`. What it resolves with is shown. */
  run(submission: T, server: Endpoint, show: Show): Promise<unknown>;
}

/**
 * How a function of a lesson is played by hand.
 *
 * @typeParam T The exports of a submission.
 */
export type Play<T> = ServerPlay<T> | ClientPlay<T>;

/** A play of a submission whose exports are not known to the compiler. */
export type AnyPlay = Play<Record<string, unknown>>;

/**
 * The plays of a lesson: the export `plays` of its `play.ts`.
 *
 * @param lesson The lesson.
 * @returns The plays; an empty list if the lesson has no such file. Needs
 * permission to read the workbook.
 */
export async function loadPlays({ stem }: Pick<Lesson, "stem">): Promise<
  AnyPlay[]
> {
  const file = fileUrl(`lessons/${stem}/play.ts`);
  try {
    await Deno.stat(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  return (await import(file.href)).plays;
}
