import { makeScaffold, type Scaffold } from "../../workbook/scaffold.ts";

/** A small exercise as it is given. */
export const scaffold: Scaffold = makeScaffold(
  `export function start(port: number): Deno.TcpListener {
  // Part 1. Loopback only.
  // In the exercise, part 1: const listener = Deno.listen(todo("part 1: where"));
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  // End of part 1.
  const log = [];
  log.push(port);
  return listener;
}
`,
  "solutions/x.ts",
);
/** The same with its hole filled. */
export const written: string = scaffold.text.replace(
  /todo\(.*?"\)/,
  "{ hostname, port }",
);
