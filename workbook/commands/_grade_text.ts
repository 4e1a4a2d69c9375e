/**
 * What `deno task grade` prints with. It takes longer to load than to judge some
 * exercises, so it is loaded while the process of the submission starts.
 *
 * @module
 */
export { nextStep, standing } from "../study/standing.ts";
export { visible } from "../terminal/bytes.ts";
export { terminalStyle } from "../terminal/style.ts";
export { tellGiven, tellOtherStub } from "./_given.ts";
export { begunIn, LadderPrinter } from "./_ladder.ts";
export { SLIPS, tellTypes, typeErrors } from "./_types.ts";
export { tellCheck, tellPrinted, tellRest } from "./_verdict_text.ts";
