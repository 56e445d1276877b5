import { type MouseEvent, type PointerEvent, useRef } from "react";

/** Milliseconds after which a finger that does not move selects. */
const holdMs = 450;
/** Pixels that a finger may move. If it moves more, it scrolls. */
const holdPixels = 10;

/**
 * While any task is selected, a press on a task selects or deselects it instead of opening it. A finger held on a task
 * starts the selection. Keys still open tasks.
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
      // The browser's menu for the link would cover the task.
      if (hold.current || held.current) event.preventDefault();
    },
    onClickCapture(event: MouseEvent) {
      const id = pressed(event);
      const presses = id !== undefined && choosing && event.detail > 0;
      if (!held.current && !presses) return;
      // After a hold, the click may be on the checkbox that has appeared below the finger.
      event.preventDefault();
      event.stopPropagation();
      if (!held.current && presses) onSelect(id, !isChosen(id), event.shiftKey);
      held.current = false;
    },
  };
}

/** The id of the pressed task or day; undefined for a button or a checkbox on it. */
function pressed({ target }: { target: EventTarget }): string | undefined {
  const element = target as HTMLElement;
  return element.closest("button, label, input")
    ? undefined
    : element.closest<HTMLElement>("[data-id]")?.dataset.id;
}
