import { useEffect, useEffectEvent } from "react";
import type { useSelection } from "../deletion/useSelection";
import { useReadOnly } from "../tasks/readOnly";

/**
 * Ctrl+A or Cmd+A selects all loaded tasks, and Esc none; Delete deletes the selected tasks or the focused one, with
 * Shift for good. Not if the focused element uses these keys.
 */
export function useSelectionKeys(
  selection: ReturnType<typeof useSelection>,
  ids: string[],
  onDeleteChosen: (forGood: boolean) => void,
  onDelete: (id: string, forGood: boolean) => void,
): void {
  const readOnly = useReadOnly();
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isTyping = (event.target as HTMLElement).closest("input:not([type=checkbox]), textarea, select");
    const isElsewhere = isTyping ?? document.querySelector("[role=dialog], [role=alertdialog], [role=menu]");
    if (readOnly || isElsewhere || event.defaultPrevented) return;
    if (event.key === "Escape" && selection.any) selection.clear();
    if (event.key === "Delete") {
      const focused = document.activeElement?.closest("li")?.dataset.id;
      if (selection.any) onDeleteChosen(event.shiftKey);
      else if (focused) onDelete(focused, event.shiftKey);
    }
    if (
      event.key.toLowerCase() === "a" &&
      (event.ctrlKey || event.metaKey) &&
      !event.shiftKey &&
      !event.altKey
    ) {
      event.preventDefault();
      selection.mark(ids, true);
    }
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => press(event);
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}
