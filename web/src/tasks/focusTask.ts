/**
 * Puts the focus on a task's link once it is in the document, for a second at most unless more attempts are given; where
 * one is, the window does not move.
 */
export function focusTask(id: string, attempts = 60): void {
  const link = document.getElementById(`view-${id}`);
  if (link) link.focus({ preventScroll: true });
  else if (attempts > 0) requestAnimationFrame(() => focusTask(id, attempts - 1));
}
