/**
 * Where the text of an exercise is kept: in this browser, or, where the page is
 * served by the workbook, in the learner's file. Nobody's change is lost: who
 * saves says which text the change began with.
 *
 * @module
 */
import type { Server } from "./server.ts";
import { keep, keepOlder, kept, nameOf } from "./store.ts";
import type { Saved, Version } from "./version.ts";

/** The exercise of one lesson. */
export interface Exercise {
  /** Reads what is there now. */
  read(): Promise<Version>;
  /**
   * Saves a text.
   *
   * @param text The text.
   * @param base The name of the text that it was made from.
   * @param isLast Whether the page goes away now.
   */
  save(text: string, base: string, isLast?: boolean): Promise<Saved>;
}

/** An exercise in this browser. Another tab may change it, too. */
export function exerciseHere(stem: string, given: string): Exercise {
  const now = () => {
    const { text = given } = kept(stem);
    return { text, name: nameOf(text) };
  };
  return {
    read: () => Promise.resolve(now()),
    save(text, base) {
      const other = now();
      if (other.name !== base && other.text !== text) {
        keepOlder(stem, text);
        return Promise.resolve({ how: "conflict", other });
      }
      // What nobody has changed is not kept: a newer version may give another.
      keep(stem, { text: text === given ? undefined : text });
      return Promise.resolve({ how: "saved", name: nameOf(text) });
    },
  };
}

/** An exercise in the learner's file. */
export function exerciseOnDisk(server: Server, stem: string): Exercise {
  return {
    read: () => server.readExercise(stem),
    async save(text, base, isLast) {
      const saved = await server.saveExercise(stem, text, base, isLast);
      // Both are kept: the file as it is, and this text in the browser.
      if (saved.how === "conflict") keepOlder(stem, text);
      return saved;
    },
  };
}
