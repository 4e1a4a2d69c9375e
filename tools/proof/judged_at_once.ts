/**
 * How many submissions are judged at once. Most of them wait: a wrong one until
 * a limit has passed.
 */
export const JUDGED_AT_ONCE = 3 * navigator.hardwareConcurrency;
