/**
 * The editor: CodeMirror with the few parts that an exercise needs.
 *
 * @module
 */
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
} from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** An editor in the page. */
export interface Editor {
  readonly text: string;
  /** Puts another text in its place; the change can be undone. */
  replace(text: string): void;
  /** Brings a line into sight, and the cursor there. */
  goTo(line: number, options?: { focus: boolean }): void;
  focus(): void;
  destroy(): void;
}

/** The look, with the colours of the style sheet. */
const look = EditorView.theme({
  "&": {
    height: "100%",
    fontSize: "0.8125rem",
    background: "var(--back)",
    color: "var(--text)",
  },
  ".cm-scroller": { fontFamily: "var(--mono)" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": {
    background: "var(--panel)",
    color: "var(--faint)",
    borderColor: "var(--line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    background: "color-mix(in srgb, var(--link) 9%, transparent)",
  },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground":
    {
      background: "color-mix(in srgb, var(--link) 28%, transparent)",
    },
});

/**
 * How long Tab leaves the editor after Esc, if no other key comes, in
 * milliseconds. The library gives two seconds: not everybody is so quick.
 */
const LEAVE_MS = 3_600_000;

/** Colours are those of the style sheet: light or dark by the system. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier], color: "var(--keyword)" },
  { tag: [tags.string, tags.regexp], color: "var(--string)" },
  { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
  { tag: tags.typeName, color: "var(--type)" },
]);

/**
 * Makes an editor.
 *
 * @param parent Where.
 * @param text What is in it.
 * @param on What is called: at each change, and when the learner asks for a verdict.
 */
export function createEditor(
  parent: HTMLElement,
  text: string,
  on: { onChange(): void; onJudge(): void },
): Editor {
  const judge = { key: "Mod-Enter", run: () => (on.onJudge(), true) };
  // In a tree of its own the editor's styles are sheets, and not elements, which
  // the policy of the page forbids.
  const root = parent.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([judge])),
        look,
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("  "),
        bracketMatching(),
        javascript({ typescript: true }),
        syntaxHighlighting(colours),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": "Your exercise, TypeScript",
          "tabindex": "0",
        }),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.domEventObservers({
          keyup({ key }, view) {
            if (key === "Escape") view.setTabFocusMode(LEAVE_MS);
          },
        }),
        EditorView.updateListener.of(({ docChanged }) => {
          if (docChanged) on.onChange();
        }),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    replace(next) {
      const { length } = view.state.doc;
      view.dispatch({ changes: { from: 0, to: length, insert: next } });
    },
    goTo(number, { focus } = { focus: true }) {
      const line = view.state.doc.line(
        Math.min(view.state.doc.lines, Math.max(1, number)),
      );
      view.dispatch({
        selection: { anchor: line.from },
        effects: EditorView.scrollIntoView(line.from, { y: "center" }),
      });
      if (focus) view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
