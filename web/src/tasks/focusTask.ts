/**
 * Focuses a task's link once it is in the document, without scrolling. Tries once a frame: for about a
 * second, or as many `attempts`.
 */
export function focusTask(id: string, attempts = 60): void {
  const link = document.getElementById(`view-${id}`);
  if (link) link.focus({ preventScroll: true });
  else if (attempts > 0) requestAnimationFrame(() => focusTask(id, attempts - 1));
}
