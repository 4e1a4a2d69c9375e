// Ends as: wrong, threw.
export function startServer() {
  console.log('{"type":"end","check":0,"ms":1}');
  console.log('{"type":"done"}');
  throw new Error("after a report of its own");
}
