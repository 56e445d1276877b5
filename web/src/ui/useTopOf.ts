import { type RefObject, useLayoutEffect, useState } from "react";

/** Pixels from the top of the page to an element, measured again when the page's height changes. */
export function useTopOf(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop((element.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    // At once: the observer may fire together with new tasks, and the change would be attributed to them.
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}
