import { LESSONS } from "../../catalogue.ts";
import { walkLessons } from "./testing/walk.ts";

// The first half of the lessons, walked with the keyboard alone: the other half is walked beside it.

walkLessons(LESSONS.slice(0, LESSONS.length >> 1));
