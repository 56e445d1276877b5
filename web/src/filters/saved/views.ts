import { readFilters, writeFilters } from "../filters";

/** Filters with a name, saved in this browser for one user. */
export interface View {
  name: string;
  /** The filters as they are in the address. */
  filters: string;
}

export const maxViews = 20;
export const maxNameChars = 40;
const maxFiltersChars = 4000;
const keyOf = (user: string) => `task-record.views.${user}`;

/**
 * The saved views, ordered by name. Entries that are no views, which another version may have written, are
 * left out.
 */
export function readViews(user: string): View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isView).slice(0, maxViews) : [];
  } catch {
    return [];
  }
}

/**
 * The views with `view` added, in place of one with the same name. Unchanged if there are as many as allowed.
 */
export function withView(views: View[], view: View): View[] {
  const others = views.filter(({ name }) => name !== view.name);
  if (others.length >= maxViews || !isView(view)) return views;
  return [...others, view].sort((one, other) => one.name.localeCompare(other.name));
}

export function keepViews(user: string, views: View[]): void {
  localStorage.setItem(keyOf(user), JSON.stringify(views));
}

/** The part of an address that has the filters, in a fixed order. */
export function filtersOf(parameters: URLSearchParams): string {
  return writeFilters(new URLSearchParams(), readFilters(parameters)).toString();
}

function isView(value: unknown): value is View {
  const { name, filters } = (value ?? {}) as Partial<View>;
  return (
    typeof name === "string" &&
    name !== "" &&
    name.length <= maxNameChars &&
    typeof filters === "string" &&
    filters.length <= maxFiltersChars
  );
}
