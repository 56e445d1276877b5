interface Entry {
  kind: "GRANT" | "REVOKE" | "HOLD" | "SETTLE" | "RELEASE" | "EXPIRE";
  amount: number;
  available: number;
  held: number;
  taskId: string | null;
}

/**
 * The entries to show, newest first. A task has only its last entry, whose amount is the total that the task has taken
 * so far. Unless the entries are complete (`isWhole`), the oldest is left out: it gives the balance before the next.
 */
export function creditLines<One extends Entry>(entries: readonly One[], isWhole: boolean): One[] {
  const seen = new Set<string>();
  return entries.slice(0, isWhole ? undefined : -1).flatMap((entry, place) => {
    if (entry.taskId === null) return [entry];
    if (seen.has(entry.taskId)) return [];
    seen.add(entry.taskId);
    return [{ ...entry, amount: taken(entry, entries[place + 1]) }];
  });
}

/** The amount that a task has taken: the credits held for it, or the change of available plus held credits. */
function taken(entry: Entry, before: Entry | undefined): number {
  if (entry.kind === "HOLD" || !before) return entry.amount;
  return entry.available + entry.held - before.available - before.held;
}
