import { useEffect } from "react";

/** What the document is called, in tabs, history and bookmarks: the most particular first. */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = parts.filter(Boolean).join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
