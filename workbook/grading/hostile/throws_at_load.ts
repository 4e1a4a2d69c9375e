// Ends as: not graded, not-loadable.
throw new Error("at load");
