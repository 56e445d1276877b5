import { print } from "graphql";
import { DeleteTasksDocument } from "./DeleteTasks.generated";

/** Milliseconds in which a deletion can be undone. */
export const undoMs = 10_000;

interface Later {
  ids: string[];
  /** The headers for the request if the page is left before, when nothing can be awaited. */
  headers: Record<string, string>;
  timer: number;
}

/** The deletions that the page already shows as done and the server does not know of. */
const waiting = new Set<Later>();

/**
 * Calls `run` after the time in which it can be undone. Returns a function that undoes it, which returns
 * whether it was in time.
 */
export function deleteLater(
  ids: string[],
  headers: Promise<Record<string, string>>,
  run: () => void,
): () => boolean {
  const timer = window.setTimeout(() => {
    waiting.delete(later);
    run();
  }, undoMs);
  const later: Later = { ids, headers: {}, timer };
  waiting.add(later);
  headers.then((known) => Object.assign(later, { headers: known })).catch(() => undefined);
  return () => {
    clearTimeout(timer);
    return waiting.delete(later);
  };
}

/**
 * Sends the deletions that wait, because the page is being left: the browser sends these requests even
 * afterwards.
 */
export function deleteNow(): void {
  for (const { ids, headers, timer } of waiting) {
    clearTimeout(timer);
    fetch("/graphql", {
      method: "POST",
      keepalive: true,
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify({ query: print(DeleteTasksDocument), variables: { ids } }),
    }).catch(() => undefined);
  }
  waiting.clear();
}

addEventListener("pagehide", deleteNow);
