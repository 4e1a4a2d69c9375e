import { LESSONS } from "../../catalogue.ts";
import { walkLessons } from "./testing/walk.ts";

// The second half of the lessons, walked with the keyboard alone: the other half is walked beside it.

walkLessons(LESSONS.slice(LESSONS.length >> 1));
