interface Entry {
  kind: "GRANT" | "REVOKE" | "HOLD" | "SETTLE" | "RELEASE" | "EXPIRE";
  amount: number;
  available: number;
  held: number;
  taskId: string | null;
}

/**
 * The entries as they are shown, newest first: of a task its last entry alone, with what the task has taken so far in
 * place of the entry's own amount. `isWhole` says whether no entries are older: otherwise the oldest is left out, since
 * it says what there was before the one after it.
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

/** What a task has taken: what is held for it, or by how much there is less than before, counting what is held. */
function taken(entry: Entry, before: Entry | undefined): number {
  if (entry.kind === "HOLD" || !before) return entry.amount;
  return entry.available + entry.held - before.available - before.held;
}
