// Ends as: wrong, tampered.
export * from "../../../solutions/03_server_flow.ts";
Array.prototype.every = () => true;
