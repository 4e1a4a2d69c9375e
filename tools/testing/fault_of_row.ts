import { beginCheck } from "../../workbook/grading/kit/check_context.ts";
import type { CheckNeeds } from "../../workbook/grading/kit/register.ts";
import {
  makeValues,
  type ValuesOptions,
} from "../../workbook/grading/kit/values.ts";
import type { PartKey } from "../../workbook/scaffold.ts";
import { type Fault, Wrong } from "../../workbook/sandbox/fault.ts";

/**
 * Judges a function by a table of one row.
 *
 * @param name The function's name.
 * @param judged The function.
 * @param row The row.
 * @param more How rows of its tables are read.
 * @param part The part of the exercise that the row belongs to.
 * @returns The fault of the row, if there is any.
 */
export async function faultOfRow<Args extends unknown[], Result>(
  name: string,
  judged: unknown,
  row: string,
  more: ValuesOptions<Args, Result>,
  part?: PartKey,
): Promise<Fault | undefined> {
  beginCheck(part);
  const checks: Array<() => void | Promise<void>> = [];
  const register = (
    _: string,
    __: CheckNeeds,
    run: () => void | Promise<void>,
  ) => void checks.push(run);
  const table = makeValues(register, name, () => judged as never, more);
  table("a row")(Object.assign([row], { raw: [row] }));
  try {
    await checks[0]();
  } catch (error) {
    if (error instanceof Wrong) return error.fault;
    throw error;
  }
}
