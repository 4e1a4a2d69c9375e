// Ends as: wrong, wrong-kind.
export const startServer = 3;
