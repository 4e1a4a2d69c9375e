import { type Events, Opened } from "../../workbook/demo/kit.ts";
import { lengthOfText, lengths, pieces } from "./_bodies.ts";
import { refusedUpload, trickle, twoReadings } from "./_endings.ts";
import { broken, chunks, page } from "./_heads.ts";

/** One page, byte by byte: heads, bodies, refusals, endings. */
export async function* demo(): Events {
  using open = new Opened();
  yield* page();
  yield* chunks();
  yield* broken();
  yield* lengthOfText();
  yield* pieces(open);
  yield* lengths();
  yield* refusedUpload(open);
  yield* trickle(open);
  yield* twoReadings();
}
