/**
 * Locks the runtime as a grading does, and prints which of the locked objects
 * V8 now keeps in a slow way. It also says so itself, when a lock ends one of
 * its fast ways for good. For this it needs flags:
 * `--v8-flags=--allow-natives-syntax,--trace-protector-invalidation`.
 *
 * @module
 */
import { lockRuntime } from "../../workbook/grading/child/lockdown.ts";
import {
  FIXED,
  OBJECTS,
  PROTOTYPES,
} from "../../workbook/grading/child/runtime_objects.ts";

const isFast = new Function("object", "return %HasFastProperties(object);");

lockRuntime();
const objects: Array<[name: string, object: object]> = [
  ...FIXED.flatMap((type): Array<[string, object]> => [
    [type.name, type],
    // A Proxy has no prototype.
    ...type.prototype
      ? [[`${type.name}.prototype`, type.prototype] as [string, object]]
      : [],
  ]),
  ...PROTOTYPES.map((each): [string, object] => [
    `${each.constructor.name}.prototype`,
    each,
  ]),
  ...OBJECTS.map((each): [string, object] => [
    Reflect.get(each, Symbol.toStringTag) ?? "an object",
    each,
  ]),
  ["Deno", Deno],
];
for (const [name, object] of objects) {
  if (!isFast(object)) console.log(`${name} is slow`);
}
console.log(`${objects.length} objects`);
