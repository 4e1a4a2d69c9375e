/**
 * What a learner wrote, to a file and from one. Where the page is served by the
 * workbook, the exercises are its files; the rest is in this browser.
 *
 * @module
 */
import { lessonOf, type PageRow } from "./content.ts";
import { announce, h } from "./dom.ts";
import type { Server } from "./server.ts";
import { exportAll, importAll, keepOlder } from "./store.ts";

/**
 * Makes the section of the list that writes the file and reads it.
 *
 * @param rows The lessons.
 * @param server The workbook's server, if the page comes from it.
 * @param onChange Called when a file was read.
 */
export function ownWork(
  rows: readonly PageRow[],
  server: Server | undefined,
  onChange: () => void,
): HTMLElement {
  const note = h("p.note", { role: "alert" });
  const tell = (sentence: string) => {
    note.textContent = sentence;
  };
  const input = h("input", {
    type: "file",
    accept: "application/json,.json",
    id: "import",
    onchange: async () => {
      const [file] = input.files ?? [];
      if (!file) return;
      try {
        const write = server && writerTo(server);
        const count = await importAll(await file.text(), write);
        onChange();
        announce(`Read the work of ${count} lessons`);
      } catch (error) {
        tell(
          error instanceof SyntaxError
            ? `Cannot read ${file.name}: it is no file that this page has exported.`
            : `Cannot read all of ${file.name}: ${(error as Error).message}`,
        );
      }
    },
  });
  const save = async () => {
    try {
      download(exportAll(server && await textsOf(rows, server)));
    } catch (error) {
      tell(`Cannot save it to a file: ${(error as Error).message}`);
    }
  };
  return h(
    "section.own",
    { "aria-labelledby": "own" },
    h("h2", { id: "own" }, "Your work"),
    h(
      "p",
      {},
      server
        ? "Your exercises are files of the workbook; your predictions and older " +
          "texts are kept in this browser. Save it all to a file to have it elsewhere."
        : "It is kept in this browser. Save it to a file to have it elsewhere.",
    ),
    h(
      "p.buttons",
      {},
      h("button", { type: "button", onclick: save }, "Save to a file"),
      h("label", { for: "import" }, "Read from a file "),
      input,
    ),
    note,
  );
}

/** The exercises that somebody has changed, by stem. */
async function textsOf(
  rows: readonly PageRow[],
  server: Server,
): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const { stem } of rows) {
    const { text } = await server.readExercise(stem);
    if (text !== (await lessonOf(stem)).exercise) texts[stem] = text;
  }
  return texts;
}

/** Writes an exercise to its file; what was there is kept in the browser. */
function writerTo(server: Server) {
  return async (stem: string, text: string): Promise<void> => {
    const now = await server.readExercise(stem);
    if (now.text === text) return;
    keepOlder(stem, now.text);
    const saved = await server.saveExercise(stem, text, now.name);
    if (saved.how === "saved") return;
    keepOlder(stem, text);
    throw new Error(
      `lessons/${stem}/exercise.ts was changed in this moment; your text is under "Older texts"`,
    );
  };
}

function download(text: string): void {
  const href = URL.createObjectURL(
    new Blob([text], { type: "application/json" }),
  );
  h("a", { href, download: "handshake.json" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
