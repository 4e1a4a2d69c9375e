import { assertEquals } from "@std/assert";
import { relocate } from "./relocate.ts";

const FROM = "solutions/01_byte_order.ts";
const TO = ".handshake/mutants/01_byte_order/drop_await_1.ts";

Deno.test("relocate() lets relative imports name the same files", () => {
  assertEquals(
    relocate(
      'import { a } from "../workbook/a.ts";\nexport * from "./b.ts";\n',
      FROM,
      TO,
    ),
    'import { a } from "../../../workbook/a.ts";\n' +
      'export * from "../../../solutions/b.ts";\n',
  );
});

Deno.test("relocate() leaves every other text as it is", () => {
  const text = 'import "node:net";\nexport const a = "../workbook/a.ts";\n';
  assertEquals(relocate(text, FROM, TO), text);
});
