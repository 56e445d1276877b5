import { useMemo, useRef } from "react";
import { flushSync } from "react-dom";
import type { List } from "../deletion/List";
import { focusTask } from "../tasks/focusTask";

/** The list for a deletion. When tasks disappear, the focus moves to the task that takes their place. */
export function useRemoval({ hide, unhide }: List, ids: string[]): List {
  const shown = useRef(ids);
  shown.current = ids;
  return useMemo(
    () => ({
      unhide,
      hide(gone) {
        const neighbour = neighbourOf(new Set(gone), shown.current);
        flushSync(() => hide(gone));
        if (neighbour && document.getElementById(`view-${neighbour}`)) focusTask(neighbour);
        else document.getElementById("tasks")?.focus({ preventScroll: true });
      },
    }),
    [hide, unhide],
  );
}

/** The task that takes the place of the deleted ones. */
function neighbourOf(gone: ReadonlySet<string>, ids: string[]): string | undefined {
  const place = ids.findIndex((id) => gone.has(id));
  return ids.slice(place).find((id) => !gone.has(id)) ?? ids.slice(0, Math.max(place, 0)).at(-1);
}
