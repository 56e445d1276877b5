import { useEffect } from "react";

/**
 * Sets the document's title, as shown in tabs, history and bookmarks, from its parts, the most particular
 * first.
 */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = parts.filter(Boolean).join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
