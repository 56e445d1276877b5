import { useSyncExternalStore } from "react";

const storageKey = "task-record.boards";
const listeners = new Set<() => void>();

/** Notes in this browser whether the reader has boards: those who have none are not asked for them with each page. */
export function rememberBoards(some: boolean): void {
  if (some) localStorage.setItem(storageKey, "some");
  else localStorage.removeItem(storageKey);
  for (const listener of listeners) listener();
}

/** Whether the reader has boards, as far as this browser has seen. */
export function useBoardsKnown(): boolean {
  return useSyncExternalStore(listen, () => localStorage.getItem(storageKey) !== null);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
