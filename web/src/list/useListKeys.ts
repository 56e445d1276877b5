import { useEffect, useEffectEvent } from "react";
import type { useSelection } from "../deletion/useSelection";
import { searchId } from "../filters/SearchField";
import type { MessageKey } from "../i18n/messages";
import { useReadOnly } from "../tasks/readOnly";

/** The keys of the list, each with the text of what it does. */
export const listKeys: [string, MessageKey][] = [
  ["← → ↑ ↓", "keys.move"],
  ["Enter", "keys.open"],
  ["Shift ↑ ↓", "keys.images"],
  ["X", "keys.select"],
  ["Ctrl A", "keys.selectAll"],
  ["Esc", "list.clearSelection"],
  ["S", "star.add"],
  ["Shift D", "picture.download"],
  ["Delete", "task.delete"],
  ["Ctrl Z", "trash.undo"],
  ["/", "filters.search"],
  ["?", "picture.keys"],
];
/** The keys where nothing can be changed. */
export const readingKeys = listKeys.filter(([key]) => /^[←/?]|Enter|Shift ↑/.test(key));

/**
 * Handles the keys of `listKeys` on the list, unless the focused element uses them. Delete applies to the selected
 * tasks, or else to the focused one; with Shift it deletes for good.
 */
export function useListKeys(
  selection: ReturnType<typeof useSelection>,
  ids: string[],
  on: {
    download?: (id: string) => void;
    star?: (id: string) => void;
    deleteChosen: (forGood: boolean) => void;
    delete: (id: string, forGood: boolean) => void;
    help?: () => void;
  },
): void {
  const readOnly = useReadOnly();

  function change(key: string, { shiftKey }: KeyboardEvent) {
    const focused = document.activeElement?.closest("li")?.dataset.id;
    if (key === "Escape" && selection.any) selection.clear();
    if (key === "Delete" && selection.any) on.deleteChosen(shiftKey);
    else if (key === "Delete" && focused) on.delete(focused, shiftKey);
    if (key === "x" && focused) selection.select(focused, !selection.has(focused), false);
    if (key === "s" && focused) on.star?.(focused);
    if (key === "d" && shiftKey && focused) on.download?.(focused);
  }

  const press = useEffectEvent((event: KeyboardEvent) => {
    const isTyping = (event.target as HTMLElement).closest("input:not([type=checkbox]), textarea, select");
    const isElsewhere = isTyping ?? document.querySelector("[role=dialog], [role=alertdialog], [role=menu]");
    if (isElsewhere || event.defaultPrevented || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey) {
      if (key !== "a" || event.shiftKey || readOnly) return;
      event.preventDefault();
      selection.mark(ids, true);
    } else if (key === "/") {
      event.preventDefault();
      document.getElementById(searchId)?.focus();
    } else if (key === "?") on.help?.();
    else if (!readOnly) change(key, event);
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => press(event);
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}
