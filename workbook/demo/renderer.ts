import { counted } from "../counted.ts";
import type { CallEvent, DemoEvent, StateEvent } from "./events.ts";
import { visible } from "../terminal/bytes.ts";
import { hexDump } from "../terminal/hex_dump.ts";
import {
  formatQuestion,
  formatRightOption,
  type Question,
} from "../terminal/question.ts";
import { formatQueues, formatRing, type Queue } from "../terminal/queues.ts";
import { sequenceDiagram } from "../terminal/sequence.ts";
import { formatRows, type RowMemory } from "../terminal/socket_rows.ts";
import { codeSpans, wrap, wrapWords } from "../terminal/spans.ts";
import { stateDiagram, statePath } from "../terminal/state_diagram.ts";
import type { Style } from "../terminal/style.ts";
import { textWidth } from "../terminal/width.ts";

/** Columns left of a paragraph; as many as a step's number takes. */
const PROSE = 5;
/** Columns left of a row's label: `Deno`, `C`, `record`, `kernel`. */
const LABEL = 7;
/** Columns left of the evidence itself. */
const CONTENT = 14;

/** Turns the events of one demonstration into text. */
export interface DemoRenderer {
  /**
   * The text of one event.
   *
   * @param event The next event of the demonstration.
   * @returns Whole lines, each ended by a line feed; may be empty.
   */
  render(event: DemoEvent): string;
  /**
   * Notes what the learner chose at the question rendered last. It is repeated
   * beside the right option, after the evidence.
   *
   * @param guess The option, in words.
   */
  guess(guess: string): void;
  /**
   * The right options still owed when the demonstration is over.
   *
   * @returns Whole lines; empty if nothing is owed.
   */
  end(): string;
}

/** Options of {@linkcode createDemoRenderer}. */
export interface DemoRendererOptions {
  /** Finds the question that an `ask` event names; nothing is printed for an unknown one. */
  question?: (id: string) => Question | undefined;
}

/**
 * Makes a renderer for one run of one demonstration. It remembers the number
 * of the step, the labels of the rows, and the questions that are still open.
 *
 * A question is printed when it is asked and its right option after the next
 * evidence: rows, bytes, or the result of a call. A consumer that talks to a
 * learner prints the question with `render`, reads the guess, hands it to
 * `guess` and continues.
 *
 * @param style The colours and the width.
 * @param options Where questions come from.
 * @returns The renderer.
 */
export function createDemoRenderer(
  style: Style,
  options: DemoRendererOptions = {},
): DemoRenderer {
  const { width } = style;
  const memory: RowMemory = new Map();
  const said = new Set<string>();
  let open: Array<{ question: Question; guess?: string }> = [];
  /** The number of the step shown last. */
  let step: number | undefined;
  /** Whether the last lines were a paragraph or a picture: a blank line follows. */
  let apart = true;

  /** Lines of evidence, with a label at the left of the first. */
  const labelled = (label: string, lines: string[]): string[] =>
    lines.map((line, i) => {
      const start = i === 0 ? label : "";
      const gap = " ".repeat(CONTENT - LABEL - start.length);
      return `${" ".repeat(LABEL)}${style.faint(start)}${gap}${line}`.trimEnd();
    });
  const row = (label: string, lines: string[]): string[] => {
    const space = apart && step !== undefined ? [""] : [];
    apart = false;
    return [...space, ...labelled(label, lines)];
  };
  const paragraph = (lines: string[]): string[] => {
    apart = true;
    return ["", ...lines];
  };
  const owed = (): string[] => {
    const lines = open.flatMap(({ question, guess }) =>
      paragraph(formatRightOption(question, style, guess))
    );
    open = [];
    return lines;
  };
  const call = ({ deno, c, result }: CallEvent): string[] => {
    const room = width - CONTENT;
    const lines = row("Deno", codeLines(deno, room));
    if (c && c.length > 0) {
      const calls = c.map((text) => [{ text: visible(text) }]);
      lines.push(...labelled("C", wrapWords(calls, { width: room, gap: 2 })));
    }
    if (result === undefined) return lines;
    return [...lines, ...labelled("result", codeLines(result, room))];
  };

  const drawState = ({ state, of, whole }: StateEvent): string[] => {
    const title = `${" ".repeat(PROSE)}${visible(of)}: ${style.code(state)}`;
    const lines = whole
      ? stateDiagram(style, state)
      : statePath(state, style, LABEL);
    return paragraph([title, "", ...lines]);
  };
  const drawQueues = (queues: Queue[]): string[] => {
    const room = { ...style, width: width - CONTENT };
    return row("queues", formatQueues(queues, room));
  };

  const draw = (event: DemoEvent): string[] => {
    switch (event.type) {
      case "step": {
        const space = step === undefined ? [] : [""];
        // Steps of the demo that belong to one step of the text share its number.
        const shown = event.step === step ? "" : String(event.step);
        step = event.step;
        apart = false;
        const number = `${shown.padStart(3)}  `;
        return [
          ...space,
          ...wrap(prose(event.title), { width: width - PROSE }).map((line, i) =>
            `${i === 0 ? number : " ".repeat(PROSE)}${style.strong(line)}`
          ),
        ];
      }
      case "call": {
        const lines = call(event);
        return event.result === undefined ? lines : [...lines, ...owed()];
      }
      case "recorded": {
        const room = width - CONTENT;
        return [
          ...row("record", codeLines(event.did, room)),
          ...labelled("result", codeLines(event.result, room)),
          ...owed(),
        ];
      }
      case "rows": {
        const { rows, labels } = event;
        const room = { width: width - CONTENT, style };
        const lines = formatRows(rows, { labels, memory, ...room });
        return [...row("kernel", lines), ...owed()];
      }
      case "bytes": {
        const { bytes, fields } = event;
        const count = counted(bytes.length, "byte");
        const title = wrap(`${visible(event.title)} (${count})`, {
          width: width - CONTENT,
        });
        const dump = hexDump(bytes, { fields, width: width - CONTENT, style });
        return [...row("bytes", [...title, ...dump]), ...owed()];
      }
      case "segments":
        return paragraph(sequenceDiagram(event, style, LABEL));
      case "state":
        return [...drawState(event), ...owed()];
      case "queues":
        return [...drawQueues(event.queues), ...owed()];
      case "ring": {
        const { client, server } = event;
        return [
          ...paragraph(formatRing(client, server, style, PROSE)),
          ...owed(),
        ];
      }
      case "say":
        return paragraph(
          wrap(codeSpans(prose(event.text), style), { width: width - PROSE })
            .map((line) => `${" ".repeat(PROSE)}${line}`),
        );
      case "ask": {
        const question = options.question?.(event.id);
        if (question === undefined) return [];
        open.push({ question });
        return paragraph(formatQuestion(question, style));
      }
      case "unavailable": {
        if (said.has(event.text)) return [];
        said.add(event.text);
        const lines = wrap(codeSpans(prose(event.text), style), {
          width: width - CONTENT,
        });
        return row("note", lines);
      }
    }
  };

  const text = (lines: string[]): string =>
    lines.map((line) => `${line}\n`).join("");
  return {
    render: (event) => text(draw(event)),
    guess(guess) {
      const last = open[open.length - 1];
      if (last !== undefined) last.guess = guess;
    },
    end: () => text(owed()),
  };
}

/** A paragraph on one line. It may quote what a peer sent: it is made safe to print. */
function prose(text: string): string {
  return visible(text.replace(/\s*\n\s*/g, " "));
}

/** Code as it was written, a long line of it wrapped and its rest indented. */
function codeLines(code: string, width: number): string[] {
  return code.split("\n").flatMap((raw) => {
    const line = visible(raw);
    const [first, ...rest] = wrap(line, { width: width - 4 });
    return textWidth(line) <= width ? [line] : [
      first,
      ...rest.map((part) => `    ${part}`),
    ];
  });
}
