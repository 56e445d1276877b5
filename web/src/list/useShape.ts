import { type RefObject, useLayoutEffect, useMemo, useState } from "react";
import type { Shape } from "../timeline/layout";
import { useMediaQuery } from "../ui/useMediaQuery";
import type { Size, View } from "./useView";

/** The browser's default font size in pixels. Rows grow with the reader's own setting. */
const usualFontPixels = 16;

/** The approximate height of rows of pictures, in pixels. */
const pictureHeights = {
  narrow: { small: 80, medium: 120, large: 200 },
  wide: { small: 120, medium: 180, large: 280 },
};

/** The size of rows for the current width of an element. */
export function useShape(
  element: RefObject<HTMLElement | null>,
  view: View,
  size: Size,
  dated: boolean,
): Shape {
  const [width, setWidth] = useState(0);
  const [letters, setLetters] = useState(usualFontPixels);
  useLayoutEffect(() => {
    const measure = () => {
      setWidth(element.current?.clientWidth ?? 0);
      setLetters(Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);

  const narrow = useMediaQuery("(max-width: 640px)");
  const list = ((narrow ? 72 : 36) * letters) / usualFontPixels;
  const heights = { gallery: pictureHeights[narrow ? "narrow" : "wide"][size], list };
  const gap = view === "list" ? 0 : narrow ? 4 : 6;
  const height = heights[view];
  return useMemo(() => {
    const larger = letters / usualFontPixels;
    const headings = {
      barHeight: (view === "list" && narrow) || (view === "gallery" && !dated) ? 0 : 32 * larger,
      dayHeight: 26 * larger,
      dayWidth: 112 * larger,
    };
    return { view, dated: view === "gallery" && dated, width, height, gap, ...headings };
  }, [view, dated, narrow, width, height, gap, letters]);
}
