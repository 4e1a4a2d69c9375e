import type { Lesson } from "./lesson.ts";
import { JUDGED_PROFILES, type ProfileName } from "./network/profiles.ts";

/**
 * The profiles of the model network that a lesson is judged on.
 *
 * @param lesson The lesson.
 */
export function profilesOf({ notOn = [] }: Lesson): ProfileName[] {
  return JUDGED_PROFILES.filter((name) => !notOn.includes(name));
}
