// Ends as: wrong, missing-export.
export function startTheServer() {}
