// Ends as: wrong, threw.
const refuse = () => {
  throw new Error("nobody may look");
};
export function startServer() {
  throw new Proxy({}, { get: refuse, getPrototypeOf: refuse });
}
