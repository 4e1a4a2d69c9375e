/**
 * The page: which view the address names.
 *
 * @module
 */
import { announce, h } from "./dom.ts";
import { findServer } from "./server.ts";
import { lessonRows } from "./content.ts";
import { SITE } from "../judge/site.ts";
import { showList } from "./list.ts";
import { LessonView } from "./lesson.ts";

const server = findServer();
const main = document.getElementById("main")!;
const header = document.getElementById("header")!;
let view: LessonView | undefined;
/** How often another view has begun. */
let views = 0;

header.append(
  h("a.home", { href: "#/" }, "Handshake"),
  h(
    "span.where",
    {},
    server
      ? "your files, on real sockets and on the model"
      : "in this browser, on the model network",
  ),
);

/** What an address names: `#/3/4?on=slowReader`. */
function address(hash: string) {
  const [path, ...rest] = hash.replace(/^#\/?/, "").split("?");
  const [number, place = ""] = decoded(path).split("/");
  const query = rest.length > 0 ? rest.join("?") : undefined;
  return { number, place, query };
}

/** What is no encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Shows what the address names. */
async function show(hasMoved: boolean): Promise<void> {
  const { number, place, query } = address(location.hash);
  const rows = await lessonRows();
  const row = rows.find((each) => String(each.number) === number);
  if (row && view?.stem === row.stem && query === undefined) {
    return view.go(place);
  }
  view?.leave();
  view = undefined;
  const own = ++views;
  // The reader may go on before it is there: what comes then is not shown.
  const isLeft = () => own !== views;
  try {
    if (row) {
      view = new LessonView(main, row, server);
      await view.open(place, hasMoved, query);
    } else if (query !== undefined) {
      throw new Error("This link is broken: there is no such lesson.");
    } else {
      const standings = await server?.standings();
      if (isLeft()) return;
      document.title = "Handshake";
      showList(main, rows, server, standings);
      if (hasMoved) main.focus();
    }
  } catch (error) {
    if (!isLeft()) throw error;
  }
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  announce(message);
  main.replaceChildren(
    h("p.problem", { role: "alert" }, message),
    h("p", {}, h("a", { href: "#/" }, "To the list of lessons")),
  );
}

addEventListener("hashchange", () => show(true).catch(fail));
await show(false).catch(fail);
if ("serviceWorker" in navigator) {
  // Another version is another address: the browser then installs it.
  const version = new URL(SITE).pathname.split("/").at(-2);
  await navigator.serviceWorker.register(`service_worker.js?${version}`)
    .catch(() => {});
}
