// Ends as: not graded, not-loadable.
// deno-fmt-ignore-file
export const half = ;
