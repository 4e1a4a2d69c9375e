/** The lessons, as the build wrote them. */
import type { PageLesson, PageRow } from "../../content.ts";
import { SITE } from "../judge/site.ts";

export type {
  PageLesson,
  PageQuestion,
  PageRow,
  PageStep,
} from "../../content.ts";

const loaded = new Map<string, Promise<unknown>>();

function load<T>(path: string): Promise<T> {
  const known = loaded.get(path) ?? fetchJson(path);
  loaded.set(path, known);
  known.catch(() => loaded.delete(path));
  return known as Promise<T>;
}

async function fetchJson(path: string): Promise<unknown> {
  const response = await fetch(new URL(path, SITE));
  if (!response.ok) throw new Error(`Cannot load ${path}: ${response.status}`);
  return await response.json();
}

/** The list of lessons. */
export function lessonRows(): Promise<PageRow[]> {
  return load("lessons.json");
}

/** One lesson. */
export function lessonOf(stem: string): Promise<PageLesson> {
  return load(`lessons/${stem}.json`);
}
