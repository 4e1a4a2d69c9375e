import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { halfCharacter } from "./_characters.ts";
import { connect } from "./_connection.ts";
import { datagrams, recordedCut } from "./_datagrams.ts";
import { claimedLength, twoFrames } from "./_frames.ts";
import { endsOfLines, linesOfChunks } from "./_lines.ts";
import { oneWrite, twoWrites } from "./_stream.ts";
import { inTheClear } from "./_wire.ts";

/** A stream has no messages; whoever wants some must mark where they end. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  const made = () => connect(kernel, open);
  yield* twoWrites(await made());
  yield* oneWrite(await made());
  yield* endsOfLines(await made());
  yield* halfCharacter(await made());
  yield* twoFrames();
  yield* claimedLength(await made());
  yield* linesOfChunks(await made());
  yield* datagrams(open);
  yield* recordedCut();
  yield* inTheClear();
}
