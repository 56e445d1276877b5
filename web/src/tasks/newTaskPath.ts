/** What is made of another task: the same again, the same to come out differently, a change to one of its images. */
export const ways = { again: "RETRY", variation: "VARIATION", edit: "EDIT" } as const;
export type Way = keyof typeof ways;

export const newTaskRoute = "/new/:from?/:way?/:image?";

/** Where a new task is begun over the list; with a task's id, from that one, in that way, and with which of its images. */
export function newTaskPath(search: string, from?: string, way: Way = "again", image = 0): string {
  return `/new${from === undefined ? "" : `/${from}/${way}${image ? `/${image}` : ""}`}${search && `?${search}`}`;
}
