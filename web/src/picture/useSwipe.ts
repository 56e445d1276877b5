import { type PointerEvent, useRef, useState } from "react";

/** How far a finger must move to swipe, in pixels, or how fast, in pixels per millisecond. */
const swipePixels = 80;
const swipePixelsPerMs = 0.4;

export type Direction = "left" | "right" | "up" | "down";

/**
 * Recognizes swipes over an element, and calls the function for their direction. `dragged` is the distance during a
 * swipe. Two fingers do not swipe.
 */
export function useSwipe(on: Record<Direction, (() => void) | undefined> | null) {
  const start = useRef<{ id: number; x: number; y: number; time: number }>(null);
  const [dragged, setDragged] = useState<number | null>(null);

  function finish(swiped?: Direction) {
    start.current = null;
    setDragged(null);
    if (swiped) on?.[swiped]?.();
  }

  const moved = (event: PointerEvent) => {
    const { current } = start;
    if (current?.id !== event.pointerId) return null;
    const [x, y] = [event.clientX - current.x, event.clientY - current.y];
    const sideways = Math.abs(x) > Math.abs(y);
    const direction: Direction = sideways ? (x < 0 ? "left" : "right") : y < 0 ? "up" : "down";
    return { along: sideways ? x : y, sideways, direction, time: event.timeStamp - current.time };
  };

  return {
    dragged,
    handlers: {
      onPointerDown(event: PointerEvent) {
        if (!event.isPrimary) return finish();
        const isOnControl = (event.target as Element).closest("input, button, a") !== null;
        if (!on || event.pointerType === "mouse" || isOnControl) return;
        start.current = { id: event.pointerId, x: event.clientX, y: event.clientY, time: event.timeStamp };
      },
      onPointerMove(event: PointerEvent) {
        const by = moved(event);
        if (!by) return;
        // At the ends of the list, the picture follows the finger only a little.
        setDragged(by.sideways ? (on?.[by.direction] ? by.along : by.along / 4) : 0);
      },
      onPointerUp(event: PointerEvent) {
        const by = moved(event);
        if (!by) return;
        const length = Math.abs(by.along);
        finish(
          length > swipePixels || (length > 20 && length / by.time > swipePixelsPerMs)
            ? by.direction
            : undefined,
        );
      },
      onPointerCancel: () => finish(),
    },
  };
}
