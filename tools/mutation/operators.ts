import type { Operator } from "./change.ts";
import * as calls from "./operators/calls.ts";
import * as conditions from "./operators/conditions.ts";
import * as numbers from "./operators/numbers.ts";
import * as statements from "./operators/statements.ts";
import * as values from "./operators/values.ts";

/**
 * Every operator, by the name in the id of a mutant. Where two of them make
 * the same text, the first one names it: special ones come before general ones.
 */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  "drop-close": calls.dropClose,
  "drop-await": calls.dropAwait,
  "add-await": calls.addAwait,
  "remove-null-check": conditions.removeNullCheck,
  "break-after-first": statements.breakAfterFirst,
  "remove-try": statements.removeTry,
  "drop-catch": statements.dropCatch,
  "empty-catch": statements.emptyCatch,
  "drop-finally": statements.dropFinally,
  "finally-on-one-path": statements.finallyOnOnePath,
  "drop-statement": statements.dropStatement,
  "swap-statements": statements.swapStatements,
  "return-early": statements.returnEarly,
  "drop-return-value": statements.dropReturnValue,
  "negate-condition": conditions.negateCondition,
  "force-condition": conditions.forceCondition,
  "swap-comparison": conditions.swapComparison,
  "swap-logical": conditions.swapLogical,
  "drop-operand": conditions.dropOperand,
  "drop-sign": conditions.dropSign,
  "swap-endian": numbers.swapEndian,
  "flip-boolean": conditions.flipBoolean,
  "buffer-of-one-byte": numbers.bufferOfOneByte,
  "off-by-one": numbers.offByOne,
  "swap-update": numbers.swapUpdate,
  "drop-unsigned-shift": numbers.dropUnsignedShift,
  "swap-arithmetic": numbers.swapArithmetic,
  "swap-method": calls.swapMethod,
  "drop-call": calls.dropCall,
  "drop-argument": calls.dropArgument,
  "swap-arguments": calls.swapArguments,
  "drop-property": calls.dropProperty,
  "plain-error": calls.plainError,
  "share-state": values.shareState,
  "change-character": values.changeCharacter,
  "change-word": values.changeWord,
  "empty-text": values.emptyText,
  "loosen-pattern": values.loosenPattern,
  "drop-default": values.dropDefault,
  "drop-element": values.dropElement,
};
