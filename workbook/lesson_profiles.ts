import type { Lesson } from "./lesson.ts";
import { PROFILE_NAMES, type ProfileName } from "./network/profiles.ts";

/**
 * The profiles of the model network that a lesson is judged on.
 *
 * @param lesson The lesson.
 */
export function profilesOf({ notOn = [] }: Lesson): ProfileName[] {
  // A connection that something between resets breaks every submission.
  return PROFILE_NAMES.filter((name) =>
    name !== "resets" && !notOn.includes(name)
  );
}
