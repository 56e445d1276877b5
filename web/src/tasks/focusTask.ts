/**
 * Focuses a task's link, without scrolling, as soon as it is in the document. Tries once per frame, by default for about
 * a second.
 */
export function focusTask(id: string, attempts = 60): void {
  const link = document.getElementById(`view-${id}`);
  if (link) link.focus({ preventScroll: true });
  else if (attempts > 0) requestAnimationFrame(() => focusTask(id, attempts - 1));
}
