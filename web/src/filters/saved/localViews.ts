/** A view that an earlier version of the page stored in this browser, for one user. */
export interface LocalView {
  name: string;
  /** The filters as they are in the address. */
  filters: string;
}

const keyOf = (user: string) => `task-record.views.${user}`;

/** The views that are still stored here, without entries that another version may have written in another form. */
export function localViews(user: string): LocalView[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isView) : [];
  } catch {
    return [];
  }
}

/** Removes a view here. It reads the views again, since other tabs may be removing others. */
export function removeLocalView(user: string, name: string): void {
  const others = localViews(user).filter((view) => view.name !== name);
  if (others.length > 0) localStorage.setItem(keyOf(user), JSON.stringify(others));
  else localStorage.removeItem(keyOf(user));
}

function isView(value: unknown): value is LocalView {
  const { name, filters } = (value ?? {}) as Partial<LocalView>;
  return typeof name === "string" && typeof filters === "string";
}
