import type { Picture, Recording } from "./recording.ts";

/**
 * Puts the lanes of one program together. A program that is given several
 * connections is at a lane for each, as long as one does not know that it is
 * the same. Lanes that talk to each other stay apart.
 *
 * @param recording The recording.
 * @param lanes The lanes that such connections had, oldest first.
 */
export function asOneProgram(
  recording: Recording,
  lanes: readonly number[],
): Recording {
  const [first, ...others] = lanes;
  const talks = new Set(
    recording.segments.flatMap(({ from, to }) => [
      `${from} ${to}`,
      `${to} ${from}`,
    ]),
  );
  const group = [first];
  for (const lane of others) {
    if (!group.some((each) => talks.has(`${each} ${lane}`))) group.push(lane);
  }
  return group.length < 2 ? recording : withLanes(recording, group);
}

/** Gives all lanes of a group the place of its first. */
function withLanes(recording: Recording, group: readonly number[]): Recording {
  const [first, ...merged] = group;
  const places: number[] = [];
  let count = 0;
  recording.lanes.forEach((_, lane) => {
    places.push(merged.includes(lane) ? -1 : count++);
  });
  const place = (lane: number) =>
    merged.includes(lane) ? places[first] : places[lane];
  const moved = <T extends { lane?: number }>(each: T): T =>
    each.lane === undefined ? each : { ...each, lane: place(each.lane) };
  const picture = (before: Picture): Picture => ({
    ...before,
    ends: before.ends.map(moved),
    pending: before.pending.map(moved),
  });
  const { gap } = recording;
  return {
    ...recording,
    lanes: recording.lanes.filter((_, lane) => !merged.includes(lane)),
    ends: recording.ends.map(moved),
    events: recording.events.map(moved),
    segments: recording.segments.map((segment) => ({
      ...segment,
      from: place(segment.from),
      to: place(segment.to),
    })),
    ...(gap && { gap: { ...gap, picture: picture(gap.picture) } }),
  };
}
