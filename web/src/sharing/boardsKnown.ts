import { useSyncExternalStore } from "react";

const storageKey = "task-record.boards";
const listeners = new Set<() => void>();

const today = () => new Date().toDateString();

/** Stores in this browser whether the reader has boards. For a reader without boards, they are read once a day. */
export function rememberBoards(some: boolean): void {
  localStorage.setItem(storageKey, some ? "some" : today());
  for (const listener of listeners) listener();
}

/** Whether the reader may have boards, as far as this browser knows. */
export function useBoardsKnown(): boolean {
  return useSyncExternalStore(listen, () => localStorage.getItem(storageKey) !== today());
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
