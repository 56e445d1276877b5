import { type MouseEvent, type PointerEvent, useRef, useState } from "react";

interface Point {
  x: number;
  y: number;
}
/** A rectangle, in pixels from the top left corner of the element. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Pixels that a press must move to be a drag. */
const clickPixels = 6;
/** Pixels from the window's upper or lower edge within which a drag scrolls. */
const edgePixels = 60;

/**
 * Follows a mouse that is dragged over an element, and returns the rectangle. Calls `onArea` with it, whether it adds to
 * the selection, and whether the drag begins.
 */
export function useDragSelection(onArea: (area: Area, adds: boolean, begins: boolean) => void) {
  const [area, setArea] = useState<Area | null>(null);
  const drag = useRef<{ from: Point; pointer: Point; adds: boolean; moved: boolean; element: HTMLElement }>(
    undefined,
  );

  const latest = useRef(onArea);
  latest.current = onArea;

  function update() {
    if (!drag.current) return;
    const { from, pointer, adds, element } = drag.current;
    const to = within(element, pointer);
    const area = {
      left: Math.min(from.x, to.x),
      top: Math.min(from.y, to.y),
      right: Math.max(from.x, to.x),
      bottom: Math.max(from.y, to.y),
    };
    if (area.right - area.left + area.bottom - area.top < clickPixels && !drag.current.moved) return;
    const begins = !drag.current.moved;
    drag.current.moved = true;
    setArea(area);
    latest.current(area, adds, begins);
  }

  function scroll() {
    if (!drag.current) return;
    const { y } = drag.current.pointer;
    const beyond = Math.min(y - edgePixels, 0) + Math.max(y - innerHeight + edgePixels, 0);
    if (beyond !== 0 && drag.current.moved) {
      scrollBy(0, beyond / 3);
      update();
    }
    requestAnimationFrame(scroll);
  }

  return {
    area,
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        const isElsewhere = (event.target as HTMLElement).closest("button, label, input");
        // A prevented press drags the task to a board.
        if (event.pointerType !== "mouse" || event.button !== 0 || isElsewhere || event.defaultPrevented)
          return;
        const pointer = { x: event.clientX, y: event.clientY };
        const element = event.currentTarget;
        const adds = event.shiftKey || event.ctrlKey || event.metaKey;
        drag.current = { from: within(element, pointer), pointer, adds, moved: false, element };
        const move = ({ clientX, clientY }: globalThis.PointerEvent) => {
          if (drag.current) drag.current.pointer = { x: clientX, y: clientY };
          update();
        };
        const end = () => {
          removeEventListener("pointermove", move);
          setArea(null);
          // The click that ends the drag comes after this event.
          setTimeout(() => {
            drag.current = undefined;
          });
        };
        addEventListener("pointermove", move);
        addEventListener("pointerup", end, { once: true });
        requestAnimationFrame(scroll);
      },
      onClickCapture(event: MouseEvent) {
        if (!drag.current?.moved) return;
        event.preventDefault();
        event.stopPropagation();
      },
      onDragStart: (event: MouseEvent) => event.preventDefault(),
    },
  };
}

function within(element: HTMLElement, { x, y }: Point): Point {
  const box = element.getBoundingClientRect();
  return { x: x - box.left, y: y - box.top };
}
