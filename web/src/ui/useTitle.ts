import { useEffect } from "react";

/** Sets the document's title from its parts, the most specific first. */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = parts.filter(Boolean).join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
