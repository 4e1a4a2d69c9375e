// deno-lint-ignore-file camelcase -- the keys are names of files
/**
 * Submissions that import what they must not, in a spelling of their own: each
 * shows Deno another text than whoever looks at it.
 *
 * @module
 */
import { ROOT } from "../../workbook/paths.ts";
import type { HostileSubmission } from "./hostile_submission.ts";

/** One that would judge itself, or answer with what it imports, and is not even loaded. */
const refused = (
  code: string,
  files?: Record<string, string>,
): HostileSubmission => ({
  status: "not graded",
  cause: "not-allowed",
  code: `${code}\nexport * from "./solution.ts";\n`,
  files,
});

const LOADS_CODE = "module.exports = module.require('node:vm');";

/** The attacks on what looks at imports, by name. */
export const IMPORT_ATTACKS: Record<string, HostileSubmission> = {
  import_behind_a_quote: refused('/* from " */ import vm from "node:vm";'),
  import_behind_a_text: refused(
    `const a = "from/*"; import vm from "node:vm"; const b = "*/'x'";`,
  ),
  import_call_behind_a_text: refused(
    `const a = "import/*"; import(String("node:vm")); const b = "*/('./a.ts')";`,
  ),
  import_in_capitals: refused('import vm from "NODE:vm";'),
  import_behind_a_blank: refused(
    `export { session } from " ${ROOT}workbook/grading/kit/check_context.ts";`,
  ),
  import_with_a_tab: refused('import vm from "no\tde:vm";'),
  import_of_a_text_behind_a_blank: refused(
    'import x from " data:text/javascript,export default 5";',
  ),
  import_by_a_part_of_a_path: refused(
    'import { transition } from "./..%2f..%2fworkbook/tcp/mod.ts";',
  ),
  common_js_by_a_query: refused(
    'import vm from "./helper.cjs?a.ts";',
    { "helper.cjs": LOADS_CODE },
  ),
  import_of_jsx: refused("/** @jsxImportSource ./helper.ts? */"),
  // The timers of its grader.
  node_async_hooks: refused('import hooks from "node:async_hooks";'),
  // The sockets of its peers.
  node_diagnostics_channel: refused(
    'import channels from "node:diagnostics_channel";',
  ),
  node_vm_of_process_by_name: {
    status: "not graded",
    cause: "not-loadable",
    code: `import { getBuiltinModule } from "node:process";
export * from "./solution.ts";
getBuiltinModule("node:vm").runInThisContext("1");
`,
  },
};
