import { type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";
import styles from "./StickyBar.module.css";

/** A row of controls that stays at the window's top; children that do not fit wrap below. */
export function StickyBar({ as: Bar = "div", children }: { as?: "header" | "div"; children: ReactNode }) {
  const bar = useRef<HTMLDivElement>(null);
  useStuckHeight(bar);
  return (
    <Bar ref={bar} className={styles.bar}>
      {children}
    </Bar>
  );
}

/** Sets the style variable `--stuck` to the height that the element takes at the window's top. */
function useStuckHeight(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const root = document.documentElement.style;
    const measure = () => root.setProperty("--stuck", `${current.offsetHeight}px`);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => {
      observer.disconnect();
      root.removeProperty("--stuck");
    };
  }, [element]);
}
