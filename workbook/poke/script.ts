import { readTyped, TypingError } from "./input_line.ts";
import type { AnyPlay } from "./play.ts";
import type { Session } from "./session.ts";

/**
 * Plays the small exchange of a lesson by itself, line by line, and has a
 * server stop.
 *
 * @param session The play.
 * @param play Its script.
 */
export async function playScript(
  session: Session,
  { script }: AnyPlay,
): Promise<void> {
  await session.ready();
  for (const line of script) {
    if (session.isOver) return;
    try {
      await session.do(readTyped(line));
    } catch (error) {
      // The submission has ended the connection early: the transcript shows it.
      if (!(error instanceof TypingError)) throw error;
    }
  }
  await session.finish();
  await session.stop();
}
