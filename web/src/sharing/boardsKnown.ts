import { useSyncExternalStore } from "react";

const storageKey = "task-record.boards";
const listeners = new Set<() => void>();

const today = () => new Date().toDateString();

/** Notes in this browser whether the reader has boards: for those who have none, they are asked for once a day. */
export function rememberBoards(some: boolean): void {
  localStorage.setItem(storageKey, some ? "some" : today());
  for (const listener of listeners) listener();
}

/** Whether the reader may have boards, as far as this browser has seen. */
export function useBoardsKnown(): boolean {
  return useSyncExternalStore(listen, () => localStorage.getItem(storageKey) !== today());
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
