// Ends as: not graded, never-ended.
await new Promise(() => {});
