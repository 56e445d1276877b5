import { useCallback, useState } from "react";

/** Ids of entries that a list hides, such as tasks that are being deleted. `unhide` shows them again. */
export function useHidden() {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  return {
    hidden,
    hide: useCallback((ids: string[]) => setHidden((others) => new Set([...others, ...ids])), []),
    unhide: useCallback(
      (ids: string[]) =>
        setHidden((others) =>
          ids.some((id) => others.has(id)) ? new Set([...others].filter((id) => !ids.includes(id))) : others,
        ),
      [],
    ),
  };
}
