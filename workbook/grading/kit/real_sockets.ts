/**
 * The calls that the grader's own peers use, taken before a submission is loaded:
 * a submission sees watched ones in their place, and on the model network these
 * are the model's.
 */
export const real = { listen: Deno.listen, connect: Deno.connect };
