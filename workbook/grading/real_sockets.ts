/**
 * The calls that the grader's own peers use, taken before an answer is loaded:
 * an answer sees watched ones in their place, and on the model network these
 * are the model's.
 */
export const real = { listen: Deno.listen, connect: Deno.connect };
