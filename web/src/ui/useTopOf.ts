import { type RefObject, useLayoutEffect, useState } from "react";

/** How far below the top of the page an element begins, whatever comes and goes above it. */
export function useTopOf(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop((element.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    // At once: what the observer tells may come together with more of the list, and would look like part of that.
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}
