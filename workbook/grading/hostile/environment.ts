// Ends as: not graded, not-allowed.
export const home = Deno.env.get("HOME");
