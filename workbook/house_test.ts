import { assert, assertEquals } from "@std/assert";
import {
  allImports,
  type Import,
  importsOf,
} from "../tools/testing/imports.ts";
import { openPatterns, reachedFrom } from "../tools/testing/open_patterns.ts";
import { fileUrl } from "./paths.ts";

/** A rule over imports, for the files of some rooms. */
interface Rule {
  /** The files it holds for. */
  of: RegExp;
  /** What they import of others is one of these, if given. */
  only?: RegExp;
  /** What they may import the types of, besides. */
  types?: RegExp;
  /** What they never import, if given. */
  never?: RegExp;
  /** The rule in words, with the way to keep it. */
  says: string;
}

const RULES: Rule[] = [
  {
    of: /^lessons\//,
    only:
      /^(lessons|workbook\/(demo|kernel|tcp))\/|^workbook\/(endpoint|todo)\.ts$/,
    types: /^(solutions|workbook\/poke)\/|^workbook\/guide\.ts$/,
    says:
      "a lesson uses demo, kernel, tcp, endpoint, todo, and types of poke, guide and its solution; put what a demo needs into demo",
  },
  {
    of: /^solutions\//,
    only: /^workbook\/(kernel|tcp)\/|^workbook\/(endpoint|todo)\.ts$/,
    says:
      "a solution uses what its exercise may use: kernel, tcp, endpoint, todo",
  },
  {
    of: /^tests\/\w+_test\.ts$/,
    only:
      /^workbook\/grading\/mod\.ts$|^workbook\/(kernel|tcp)\/|^workbook\/endpoint\.ts$|^lessons\/\w+\/exercise\.ts$/,
    types: /^solutions\//,
    says:
      "a grader uses grading/mod.ts, kernel, tcp, endpoint, and types of its solution; put what graders need into grading/mod.ts",
  },
  {
    of: /^(?!tools\/|workbook\/commands\/|workbook\/cli\.ts$|.*_test\.ts$)/,
    never: /^workbook\/commands\//,
    says:
      "only cli.ts uses commands; put what others need into the room it is about",
  },
  {
    of: /^(?!tools\/|workbook\/web\/page\/testing\/|.*_test\.ts$)/,
    never: /^tools\//,
    says:
      "only tests use tools; put what the workbook needs into the room it is about",
  },
  {
    of: /^workbook\/(?!web\/|commands\/|.*_test\.ts$)/,
    never: /^workbook\/web\//,
    says:
      "the page stands on the engine, and only its command uses it; put what others need into the room it is about",
  },
  {
    of: /^workbook\/web\//,
    never: /^workbook\/(poke|xray|class)\//,
    says: "the page uses grading, study and demo; put what it needs into those",
  },
  {
    of: /^workbook\/grading\//,
    never: /^workbook\/(poke|xray)\//,
    says: "grading may not use poke or xray; put what both need into sandbox",
  },
  {
    of: /^workbook\/poke\//,
    never: /^workbook\/(grading|xray)\//,
    says: "poke may not use grading or xray; put what both need into sandbox",
  },
  {
    of: /^workbook\/xray\//,
    never: /^workbook\/(grading|poke)\//,
    says: "xray may not use grading or poke; put what both need into sandbox",
  },
  {
    of: /^workbook\/class\//,
    never: /^workbook\/(poke|xray|demo)\//,
    says: "class stands on grading; let grading give it what it needs",
  },
  {
    of: /^workbook\/sandbox\//,
    never: /^workbook\/(grading|poke|xray|commands|study)\//,
    says:
      "sandbox is what others stand on; let them give it what it needs of them",
  },
  {
    of: /^workbook\/grading\/parent\//,
    never: /^workbook\/grading\/(child|kit)\//,
    says:
      "the parent runs beside the child, not with its code; put what both need into grading/protocol.ts or sandbox",
  },
  {
    of: /^workbook\/grading\/kit\//,
    never: /^workbook\/grading\/child\//,
    says:
      "the kit is what a grader is written with; the child uses it, not the other way round",
  },
  {
    of: /^workbook\/tcp\//,
    only: /^workbook\/(tcp\/|(counted|pattern)\.ts$)/,
    says:
      "tcp stands on counted and pattern alone; put what it shares into tcp",
  },
  {
    of: /^workbook\/wire\//,
    only: /^workbook\/wire\/|^workbook\/endpoint\.ts$/,
    says: "wire stands on endpoint alone; put what it shares into wire",
  },
  {
    of: /^workbook\/(kernel|network)\//,
    only:
      /^workbook\/(kernel|tcp|network)\/|^workbook\/(endpoint|pattern)\.ts$/,
    says: "kernel and network stand on tcp, endpoint and pattern alone",
  },
  {
    of: /^workbook\/kernel\//,
    never: /^workbook\/network\//,
    says: "the model stands on the rows of the kernel, not the other way round",
  },
  {
    of: /^workbook\/terminal\//,
    only:
      /^workbook\/(terminal|kernel|tcp)\/|^workbook\/(counted|pattern)\.ts$/,
    says:
      "terminal draws what it is given; let it describe its own input, or put it into tcp or kernel",
  },
];

/** An import that breaks a rule for a time, or for a reason. */
interface Exception {
  from: string;
  to: string;
  /** Why it stays. */
  reason: string;
}

const EXCEPTIONS: Exception[] = [
  {
    from: "lessons/02_addresses/_structures.ts",
    to: "solutions/02_addresses.ts",
    reason:
      "the demo shows what the model answer makes of each address, and its sockaddr bytes",
  },
  {
    from: "lessons/15_web_server/_heads.ts",
    to: "solutions/15_web_server.ts",
    reason: "the demo is served by the model answer",
  },
  {
    from: "lessons/15_web_server/_bodies.ts",
    to: "solutions/15_web_server.ts",
    reason: "the demo is served by the model answer",
  },
  {
    from: "lessons/15_web_server/_endings.ts",
    to: "solutions/15_web_server.ts",
    reason: "the demo is served by the model answer",
  },
];

/** The rule that an import breaks, if any. A test may use what its room may not. */
function brokenRule({ from, to, typeOnly }: Import): Rule | undefined {
  const isEngineTest = /^workbook\/.*_test\.ts$/.test(from);
  return RULES.find(({ of, only, types, never }) => {
    if (!of.test(from) || isEngineTest) return false;
    if (never?.test(to)) return true;
    if (!only || only.test(to)) return false;
    return !(typeOnly && types?.test(to));
  });
}

const isException = ({ from, to }: Import) =>
  EXCEPTIONS.some((each) => each.from === from && each.to === to);

const imports = await allImports();

Deno.test("every import goes the way that the house allows", () => {
  const broken = imports.flatMap((each) => {
    const rule = isException(each) ? undefined : brokenRule(each);
    return rule
      ? [`${each.from}:${each.line} imports ${each.to}: ${rule.says}`]
      : [];
  });
  assert(broken.length === 0, broken.join("\n"));
});

/** Files that import each other in a circle, if only for a type, if there are any: where the last step of each is, and the way round. */
function circlesOf(all: readonly Import[]): string[] {
  const from = Map.groupBy(all, (each) => each.from);
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly Import[]) => {
    const at = way.findIndex((each) => each.from === file);
    if (at >= 0) {
      const last = way.at(-1)!;
      const round = [...way.slice(at).map((each) => each.from), file];
      circles.push(
        `${last.from}:${last.line} closes a circle: ${round.join(" → ")}`,
      );
    } else if (!done.has(file)) {
      for (const next of from.get(file) ?? []) walk(next.to, [...way, next]);
      done.add(file);
    }
  };
  for (const file of from.keys()) walk(file, []);
  return circles;
}

Deno.test("no files import each other in a circle", () => {
  const circles = circlesOf(imports);
  assert(
    circles.length === 0,
    `${circles.join("\n")}\nput what both need into a file of its own`,
  );
});

Deno.test("a circle is found, also one of types", () => {
  const way = (from: string, to: string, typeOnly = false): Import => ({
    from,
    line: 1,
    to,
    typeOnly,
  });
  const chain = [way("a.ts", "b.ts"), way("b.ts", "c.ts"), way("a.ts", "c.ts")];
  assertEquals(circlesOf(chain), []);
  for (const typeOnly of [false, true]) {
    assertEquals(circlesOf([...chain, way("c.ts", "b.ts", typeOnly)]), [
      "c.ts:1 closes a circle: b.ts → c.ts → b.ts",
    ]);
  }
  assertEquals(circlesOf([way("a.ts", "a.ts")]), [
    "a.ts:1 closes a circle: a.ts → a.ts",
  ]);
});

Deno.test("every exception is still needed, and has a reason", () => {
  for (const { from, to, reason } of EXCEPTIONS) {
    const found = imports.find((each) => each.from === from && each.to === to);
    assert(found && brokenRule(found), `${from} → ${to} breaks no rule`);
    assert(reason.length > 20, `${from} → ${to}: say why`);
  }
});

Deno.test("every rule holds for files that are there", () => {
  for (const { of, says } of RULES) {
    assert(imports.some(({ from }) => of.test(from)), says);
  }
});

Deno.test("importsOf() finds statements, calls and types, with their lines", () => {
  const code = `/** A module. */
import type { A } from "./a.ts";
import {
  b,
  type C,
} from "../b/mod.ts";
import "./bare.ts";
import { join } from "node:path";
export * from "./d.ts";
type E = typeof import("./e.ts");
const f = () => import("./f.ts");
`;
  assertEquals(
    importsOf("x/y.ts", code).map(({ line, to, typeOnly }) =>
      `${line} ${to}${typeOnly ? " types" : ""}`
    ),
    [
      "2 x/a.ts types",
      "3 b/mod.ts",
      "7 x/bare.ts",
      "9 x/d.ts",
      "10 x/e.ts types",
      "11 x/f.ts",
    ],
  );
});

/** Files of a grading that a submission runs beside: what judges it. */
const BESIDE_SUBMISSION = [
  "workbook/grading/child/main.ts",
  ...imports.map(({ from }) => from).filter((from) =>
    /^(tests\/\w+_test\.ts$|workbook\/web\/page\/worker\/)/.test(from)
  ),
];
/** Exercises and answers, and a file that a message names. */
const OF_LEARNERS = /^(lessons|solutions)\/|\/helper\.ts$/;

Deno.test("no pattern beside a submission asks RegExp.prototype, which the submission may change", async () => {
  const files = reachedFrom(
    BESIDE_SUBMISSION,
    imports,
    (file) => !file.endsWith(".ts") || OF_LEARNERS.test(file),
  );
  // The parts of it are among them.
  for (const part of ["kit/expect", "child/run_check", "child/admission"]) {
    assert(files.has(`workbook/grading/${part}.ts`), part);
  }
  const open: string[] = [];
  for (const file of files) {
    const code = await Deno.readTextFile(fileUrl(file));
    for (const line of openPatterns(code)) {
      open.push(`${file}:${line}: write pattern(/…/), of workbook/pattern.ts`);
    }
  }
  assert(open.length === 0, open.join("\n"));
});

Deno.test("openPatterns() finds each pattern that is not kept at once", () => {
  const code = `const a = /a/.test(text);
const b = pattern(/b/g).exec(text);
const c = new RegExp("c");
const d = pattern(new RegExp("d"));
const e = RegExp("e");
const f = text.match("f") ?? text.search(\`f\`);
const g = text.replace(pattern(/g/), () => text.split(/h/)[0]);
const i = text.match(b);
`;
  assertEquals(openPatterns(code), [1, 3, 5, 6, 6, 7]);
});
