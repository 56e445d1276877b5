import { readFilters, writeFilters } from "../filters";

/** Filters under a name, kept in this browser for a user. */
export interface View {
  name: string;
  /** As they stand in the address. */
  filters: string;
}

export const mostViews = 20;
export const longestName = 40;
const longestFilters = 4000;
const keyOf = (user: string) => `task-record.views.${user}`;

/** In the order of their names. What is there that is no view, from another version or hand, is left out. */
export function readViews(user: string): View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isView).slice(0, mostViews) : [];
  } catch {
    return [];
  }
}

/** With the view, in place of one of its name; the same views when there are as many as may be. */
export function withView(views: View[], view: View): View[] {
  const others = views.filter(({ name }) => name !== view.name);
  if (others.length >= mostViews || !isView(view)) return views;
  return [...others, view].sort((one, other) => one.name.localeCompare(other.name));
}

export function keepViews(user: string, views: View[]): void {
  localStorage.setItem(keyOf(user), JSON.stringify(views));
}

/** The filters alone of an address, always in the same order: what a view keeps. */
export function filtersOf(parameters: URLSearchParams): string {
  return writeFilters(new URLSearchParams(), readFilters(parameters)).toString();
}

function isView(value: unknown): value is View {
  const { name, filters } = (value ?? {}) as Partial<View>;
  return (
    typeof name === "string" &&
    name !== "" &&
    name.length <= longestName &&
    typeof filters === "string" &&
    filters.length <= longestFilters
  );
}
