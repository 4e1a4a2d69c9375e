// Ends as: wrong, tampered.
export * from "../../../solutions/03_server_flow.ts";
Object.assign(Array.prototype, { every: () => true });
