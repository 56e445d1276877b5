/** A view that an earlier version of the page has kept in this browser, for one user. */
export interface KeptView {
  name: string;
  /** The filters as they are in the address. */
  filters: string;
}

const keyOf = (user: string) => `task-record.views.${user}`;

/** The views that are still kept here. Entries that are none, which another version may have written, are left out. */
export function keptViews(user: string): KeptView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

/** Removes a view here, as read now: other tabs may be removing others. */
export function forgetView(user: string, name: string): void {
  const others = keptViews(user).filter((kept) => kept.name !== name);
  if (others.length > 0) localStorage.setItem(keyOf(user), JSON.stringify(others));
  else localStorage.removeItem(keyOf(user));
}

function isView(value: unknown): value is KeptView {
  const { name, filters } = (value ?? {}) as Partial<KeptView>;
  return typeof name === "string" && typeof filters === "string";
}
