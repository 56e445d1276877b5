import { type RefObject, useLayoutEffect, useMemo, useState } from "react";
import { useTimeZone } from "../calendar/useTimeZone";
import type { Shape } from "../timeline/layout";
import { useMediaQuery } from "../ui/useMediaQuery";
import type { View } from "./useView";

/** How large rows are in an element of the page, whatever its width becomes. */
export function useShape(element: RefObject<HTMLElement | null>, view: View): Shape {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setWidth(element.current?.clientWidth ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);

  const narrow = useMediaQuery("(max-width: 640px)");
  const heights = narrow ? { gallery: 120, list: 156 } : { gallery: 170, list: 116 };
  const gap = view === "list" ? 10 : narrow ? 4 : 6;
  const height = heights[view];
  const timeZone = useTimeZone();
  return useMemo(() => ({ view, width, height, gap, timeZone }), [view, width, height, gap, timeZone]);
}
