/**
 * A link that holds a moment: schedule, seed, check, step, and the code. What
 * comes with a link is a stranger's: it is read here, and never run.
 *
 * @module
 */
import { PROFILE_NAMES } from "../../../network/profiles.ts";
import { LIMITS } from "../../../sandbox/limits.ts";
import { type Chosen, MOST_SEED } from "./schedule.ts";

/** What a link holds beside the lesson and the step. */
export interface Shared {
  /** The code. */
  text?: string;
  /** What it is judged with. */
  schedule?: Chosen;
  /** The check whose run is shown. */
  check?: string;
  /** The step of that run; that of its fault by default. */
  at?: number;
}

/** Why a link cannot be opened, in a sentence. */
export class LinkFault extends Error {
  constructor(why: string) {
    super(`This link is broken: ${why}. Your own exercise is shown.`);
  }
}

/** More characters of code are refused: not every browser takes a longer address. */
const CODE_CHARACTERS = 200_000;

const BASE64 = { alphabet: "base64url", omitPadding: true } as const;

/**
 * Writes a link.
 *
 * @param place Lesson and step: `3/4`.
 * @param shared What it holds.
 * @throws {Error} If the code is too long.
 */
export async function writeLink(
  place: string,
  { text, schedule, check, at }: Shared,
): Promise<string> {
  const fields = new URLSearchParams();
  if (schedule) fields.set("on", schedule.profile);
  if (schedule?.seed !== undefined) fields.set("seed", `${schedule.seed}`);
  if (check !== undefined) fields.set("check", check);
  if (at !== undefined) fields.set("at", `${at}`);
  if (text !== undefined) fields.set("code", await pack(text));
  return `${location.origin}${location.pathname}#/${place}?${fields}`;
}

/**
 * Reads what {@linkcode writeLink} wrote.
 *
 * @param query What stands behind the question mark.
 * @throws {LinkFault} If it is no such thing.
 */
export async function readLink(query: string): Promise<Shared> {
  const fields = new URLSearchParams(query);
  const code = fields.get("code");
  const profile = fields.get("on") ?? undefined;
  const known = PROFILE_NAMES.find((name) => name === profile);
  if (profile !== undefined && known === undefined) {
    throw new LinkFault("it names a network that this page does not have");
  }
  const seed = numberIn(fields, "seed", 0, MOST_SEED);
  return {
    text: code === null ? undefined : await unpack(code),
    schedule: known && { profile: known, seed },
    check: fields.get("check") ?? undefined,
    at: numberIn(fields, "at", -1, 1e6),
  };
}

function numberIn(
  fields: URLSearchParams,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const given = fields.get(name);
  if (given === null) return;
  const number = /^-?\d{1,10}$/.test(given) ? Number(given) : NaN;
  if (number >= least && number <= most) return number;
  throw new LinkFault(`its "${name}" is no number that it can be`);
}

async function pack(text: string): Promise<string> {
  const packed = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const code = bytes.toBase64(BASE64);
  if (code.length <= CODE_CHARACTERS) return code;
  throw new Error("The code is too long for a link: send it as a file");
}

async function unpack(code: string): Promise<string> {
  if (code.length > CODE_CHARACTERS) {
    throw new LinkFault("its code is too long");
  }
  let text = "";
  let length = 0;
  try {
    const bytes = Uint8Array.fromBase64(code, BASE64);
    const unpacked = new Blob([bytes]).stream()
      .pipeThrough(new DecompressionStream("deflate-raw"));
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const reader = unpacked.getReader();
    // A few bytes may unpack to very many.
    while (length <= LIMITS.fileBytes) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      length += value.length;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
  } catch {
    throw new LinkFault("its code is cut off or changed");
  }
  throw new LinkFault("its code is too long");
}
