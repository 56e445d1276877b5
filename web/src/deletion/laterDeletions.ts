import { print } from "graphql";
import { DeleteTasksDocument } from "./DeleteTasks.generated";

/** How long a deletion can be undone, in milliseconds. */
export const grace = 10_000;

interface Later {
  ids: string[];
  /** What the request is sent with if the page is left: then nothing can be waited for. */
  headers: Record<string, string>;
  timer: number;
}

/** Tasks that are gone from the page, but not yet from the server. */
const waiting = new Set<Later>();

/** Calls `run` when the grace is over; the answer takes that back, and says whether it was in time. */
export function deleteLater(
  ids: string[],
  headers: Promise<Record<string, string>>,
  run: () => void,
): () => boolean {
  const timer = window.setTimeout(() => {
    waiting.delete(later);
    run();
  }, grace);
  const later: Later = { ids, headers: {}, timer };
  waiting.add(later);
  headers.then((known) => Object.assign(later, { headers: known })).catch(() => undefined);
  return () => {
    clearTimeout(timer);
    return waiting.delete(later);
  };
}

/** Deletes now what waits, as the page is left: the browser sends this even when the page is gone. */
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
