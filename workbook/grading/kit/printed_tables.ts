/**
 * Tables that the kernel printed, as rows of a check: what is printed, and by
 * which machine.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { ByteOrder } from "../../kernel/mod.ts";
import { TCP_STATES } from "../../tcp/mod.ts";
import { note } from "./check_context.ts";
import { isEqual, show } from "./expect.ts";
import { misread, misreadAddress, unsigned } from "./numbers.ts";
import { plainList } from "./plain_list.ts";
import {
  anyTableRow,
  printedRow,
  TABLE_HEADER,
  type TableRow,
  tableRow,
} from "./printed_table.ts";
import * as random from "./random.ts";
import type { ValuesOptions } from "./values.ts";
import { wrongKind } from "./wrong_kind.ts";

/** Reads the text of a table. */
type ParseTable = (text: string, host: ByteOrder) => unknown;

/** What the kernel printed. A function, since what is given to a call is copied before. */
type Table = () => {
  /** The rows in it, and its lines. */
  rows: TableRow[];
  host: ByteOrder;
  lines: string[];
  text: string;
};

const print = (rows: TableRow[], host: ByteOrder) =>
  rows.map((row, at) => printedRow(row, host, at));

/** What the submission reads of each table. */
const readOf = new WeakMap<Table, { came: unknown; list?: unknown[] }>();

/** The calls that judge a table: how many rows are read, then each row. */
function judged(
  rows: TableRow[],
  host: ByteOrder = "little-endian",
  lines = print(rows, host),
  text = [TABLE_HEADER, ...lines, ""].join("\n"),
): Array<[Table, at?: number]> {
  const table = () => ({ rows, host, lines, text });
  return [[table], ...rows.map((_, at): [Table, number] => [table, at])];
}

/** Lets the submission read a table. */
function read(
  table: Table,
  parse: ParseTable,
): { came: unknown; list?: unknown[] } {
  const { text, host } = table();
  for (const line of text.split("\n").slice(0, 6)) note(line.trimEnd());
  const came = parse(text, host);
  const all = { came, list: plainList(came) };
  readOf.set(table, all);
  return all;
}

/** Every byte at every place of an address, and every boundary of a port. */
function everyByte(): TableRow[] {
  const ports = unsigned(16);
  return Array.from({ length: 4 * 256 }, (_, i) => {
    const bytes = random.bytes(4).with(i % 4, i >> 2);
    const port = ports[i % ports.length];
    return { ...anyTableRow(), local: { hostname: bytes.join("."), port } };
  });
}

const everyState = () => TCP_STATES.map((state) => anyTableRow(state));

/** Sentences about tables that a machine of this order printed. */
const printedBy = (host: ByteOrder) => ({
  [`any two connections of a ${host} machine`]: () =>
    judged([anyTableRow(), anyTableRow()], host),
  [`every byte and port of a ${host} machine`]: () => judged(everyByte(), host),
  [`every state of a ${host} machine`]: () => judged(everyState(), host),
  [`… of a ${host} machine`]: (text: string) =>
    judged(text.split(", ").map(tableRow), host),
});

/** A table whose lines are named: `header / row / blanks / row /`. */
function laidOut(text: string): Array<[Table, at?: number]> {
  const names = text.split("/").map((each) => each.trim());
  const rows = names.filter((each) => each === "row")
    .map((_, at) => anyTableRow(at === 0 ? "LISTEN" : undefined));
  const lines = print(rows, "little-endian");
  const left = lines.values();
  const all = names.map((name) => {
    if (name === "row") return left.next().value!;
    if (name === "header") return TABLE_HEADER;
    if (name === "blanks" || name === "") return name && "   ";
    throw new RangeError(
      `no line is called ${name}; write header, row, blanks`,
    );
  });
  return judged(rows, "little-endian", lines, all.join("\n"));
}

/** Rows of every state; each time another number of blanks sets two columns apart. */
function apart(trim: (line: string) => string): Array<[Table, at?: number]> {
  const rows = everyState();
  const gap = () => " ".repeat(random.integer(1, 9));
  const lines = rows.map((row, at) =>
    printedRow(row, "little-endian", [0, 7, 12, 4711, 98765][at % 5], gap)
  );
  const all = [TABLE_HEADER.replaceAll(" ", "  "), ...lines, ""];
  return judged(rows, "little-endian", lines, all.map(trim).join("\n"));
}

/** Whether one row of each local port came, and no other. */
function isOneAPort(came: unknown[], due: TableRow[]): boolean {
  const ports = new Set(came.map((row) => Object(Object(row).local).port));
  return ports.size === came.length &&
    ports.symmetricDifference(new Set(due.map(({ local }) => local.port)))
        .size === 0;
}

/** Where to look when an endpoint was misread in a usual way. */
function misreadEnd(
  came: Partial<Endpoint>,
  due: Endpoint,
): string | undefined {
  if (typeof came !== "object") return;
  const address = misreadAddress(came.hostname, due.hostname);
  // Digits of another column are no number in any system.
  if (!address && String(came.hostname).includes("NaN")) {
    return "where does each column begin, and which of them is the address";
  }
  return misread(
    came.port,
    due.port,
    due.port.toString(16).padStart(4, "0").toUpperCase(),
  ) ?? address;
}

/**
 * Options of `values()` for a reader of the kernel's table. A row is a table,
 * `127.0.0.1:9821 0.0.0.0:0 LISTEN of a little-endian machine`, several rows
 * between commas, or `lines: header / row / blanks / row /`.
 *
 * @param name The function, as a learner would write it.
 * @param parse What the submission makes of a text.
 */
export function printedTables(
  name: string,
  parse: ParseTable,
):
  & Required<
    Pick<ValuesOptions<[table: Table, at?: number], unknown>, "call" | "did">
  >
  & ValuesOptions<[table: Table, at?: number], unknown> {
  return {
    call: (table, at) => {
      const { came, list } = at === undefined
        ? read(table, parse)
        : readOf.get(table)!;
      if (!list) return show(came);
      if (at === undefined) {
        const isAll = list.length === table().rows.length;
        const first = isAll ? "" : `: ${show(list.slice(0, 3))}`;
        return `${counted(list.length, "row")}${first}`;
      }
      const row = list[at];
      if (typeof row !== "object") return row;
      const { local, remote, state } = Object(row);
      const end = (of?: Endpoint) =>
        typeof of === "object" && of
          ? { hostname: of.hostname, port: of.port }
          : of;
      return { local: end(local), remote: end(remote), state };
    },
    did: (table, at) => {
      const { rows, host, lines } = table();
      const row = at === undefined ? "" : `, row "${lines[at].slice(0, 36)}…"`;
      return `${name}(…${counted(rows.length, "row")}…, "${host}")${row}`;
    },
    inputs: {
      ...printedBy("little-endian"),
      ...printedBy("big-endian"),
      "lines: …": laidOut,
      "columns set apart by any number of blanks": () => apart((line) => line),
      "the same, with no blank at the ends of a line": () =>
        apart((line) => line.trim()),
    },
    outcomes: {
      "its rows": ([table, at]) => {
        const { rows } = table();
        return at === undefined ? counted(rows.length, "row") : rows[at];
      },
    },
    show: (value) => typeof value === "string" ? value : show(value),
    tells: (came, _, [table, at], question) => {
      const { rows } = table();
      if (at === undefined) {
        if (question?.startsWith("how many")) return question;
        const { came, list } = readOf.get(table)!;
        if (!list) return wrongKind(came, []);
        return list.length < rows.length && isOneAPort(list, rows)
          ? "how many rows can one local port have"
          : "which lines are rows";
      }
      const earlier = rows.findIndex((row) => isEqual(came, row));
      if (earlier >= 0 && earlier < at) {
        return `this is row ${earlier} of the text, which came earlier: what do two rows share`;
      }
      const { local, remote, state } = Object(came) as TableRow;
      const due = rows[at];
      if (
        isEqual({ local, remote }, { local: due.local, remote: due.remote })
      ) {
        return typeof state === "number"
          ? undefined
          : TCP_STATES.includes(state)
          ? "which state has which code"
          : "which column is st, and in which number system is it written";
      }
      return misreadEnd(local, due.local) ?? misreadEnd(remote, due.remote);
    },
  };
}
