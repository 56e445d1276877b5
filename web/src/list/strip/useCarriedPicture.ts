import { useEffect, useEffectEvent, useState } from "react";

/** Pixels that a press must move to be a drag. */
const clickPixels = 6;

/** A task that is being dragged, and where the pointer is. */
export interface Carried {
  id: string;
  /** The address of its picture, if one is shown. */
  picture: string | undefined;
  x: number;
  y: number;
  /** The drop target below the pointer, if any. */
  over: string | undefined;
}

/**
 * Follows a mouse that drags a task from the gallery, if `carries` returns true for the task. Calls `onDrop` with the
 * drop target on which it is released. Esc, or a release elsewhere, ends the drag.
 */
export function useCarriedPicture(
  carries: (id: string) => boolean,
  onDrop: (id: string, target: string) => void,
) {
  const [carried, setCarried] = useState<Carried>();
  const isCarried = useEffectEvent(carries);
  const drop = useEffectEvent(onDrop);

  useEffect(() => {
    let stop = new AbortController();
    const end = () => {
      stop.abort();
      setCarried(undefined);
    };
    function press(event: PointerEvent) {
      const { pointerType, button, shiftKey, ctrlKey, metaKey } = event;
      const target = event.target as Element;
      const item = target.closest<HTMLElement>("[data-choosing] li[data-id]");
      const id = item?.dataset.id;
      if (pointerType !== "mouse" || button !== 0 || shiftKey || ctrlKey || metaKey) return;
      if (!id || target.closest("button, label, input") || !isCarried(id)) return;
      // The gallery does not select during this drag.
      event.preventDefault();
      begin(event, id, item.querySelector("img")?.currentSrc);
    }
    function begin({ clientX, clientY }: PointerEvent, id: string, picture: string | undefined) {
      stop = new AbortController();
      const { signal } = stop;
      let moved = false;
      const below = ({ target }: PointerEvent) =>
        (target as Element).closest<HTMLElement>("[data-board]")?.dataset.board;
      const move = (event: PointerEvent) => {
        if (!moved && Math.hypot(event.clientX - clientX, event.clientY - clientY) < clickPixels) return;
        moved = true;
        setCarried({ id, picture, x: event.clientX, y: event.clientY, over: below(event) });
      };
      const letGo = (event: PointerEvent) => {
        const target = below(event);
        end();
        if (target !== undefined) drop(id, target);
      };
      const cancel = (event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        end();
      };
      addEventListener("pointermove", move, { signal });
      addEventListener("pointerup", letGo, { signal });
      addEventListener("pointercancel", end, { signal });
      addEventListener("blur", end, { signal });
      addEventListener("keydown", cancel, { capture: true, signal });
    }
    addEventListener("pointerdown", press, { capture: true });
    return () => {
      removeEventListener("pointerdown", press, { capture: true });
      stop.abort();
    };
  }, []);

  return carried;
}
