/** Where a new task is begun over the list; with a task's id, from what that one was asked. */
export function newTaskPath(search: string, from?: string): string {
  return `/new${from === undefined ? "" : `/${from}`}${search && `?${search}`}`;
}
