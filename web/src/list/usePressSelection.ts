import { type MouseEvent, type PointerEvent, useRef } from "react";

/** Milliseconds after which a finger that stays in its place selects. */
const holdMs = 450;
/** Pixels. A finger that moves more scrolls. */
const holdPixels = 10;

/**
 * While tasks are selected, a press anywhere on a task selects it, too, or no longer, instead of opening it. A
 * finger that is held on a task begins. Keys still open.
 */
export function usePressSelection(
  choosing: boolean,
  isChosen: (id: string) => boolean,
  onSelect: (id: string, on: boolean, range: boolean) => void,
) {
  const hold = useRef<{ timer: number; x: number; y: number }>(undefined);
  const held = useRef(false);
  const release = () => {
    clearTimeout(hold.current?.timer);
    hold.current = undefined;
  };

  return {
    onPointerDown(event: PointerEvent) {
      release();
      held.current = false;
      const id = pressed(event);
      if (!id || event.pointerType !== "touch" || !event.isPrimary) return;
      const timer = window.setTimeout(() => {
        held.current = true;
        onSelect(id, true, false);
      }, holdMs);
      hold.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      if (hold.current && Math.hypot(clientX - hold.current.x, clientY - hold.current.y) > holdPixels)
        release();
    },
    onPointerUp: release,
    onPointerCancel: release,
    onContextMenu(event: MouseEvent) {
      // The browser's menu of a link would cover what the finger selects.
      if (hold.current || held.current) event.preventDefault();
    },
    onClickCapture(event: MouseEvent) {
      const id = pressed(event);
      const presses = id !== undefined && choosing && event.detail > 0;
      if (!held.current && !presses) return;
      // After a hold it may be of the checkbox that has appeared below the finger.
      event.preventDefault();
      event.stopPropagation();
      if (!held.current && presses) onSelect(id, !isChosen(id), event.shiftKey);
      held.current = false;
    },
  };
}

/** The task or the day that is pressed; undefined where a button or a checkbox on it is. */
function pressed({ target }: { target: EventTarget }): string | undefined {
  const element = target as HTMLElement;
  return element.closest("button, label, input")
    ? undefined
    : element.closest<HTMLElement>("[data-id]")?.dataset.id;
}
