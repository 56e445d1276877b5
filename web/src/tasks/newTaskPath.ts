/** The ways to make a task from another, with the relation that the API has for each. */
export const ways = { again: "RETRY", variation: "VARIATION", edit: "EDIT" } as const;
export type Way = keyof typeof ways;

export const newTaskRoute = "/new/:from?/:way?/:image?";

/**
 * The address of the form for a new task. With `from`, the new task is made from that task and its image, in the given
 * way.
 */
export function newTaskPath(search: string, from?: string, way: Way = "again", image = 0): string {
  return `/new${from === undefined ? "" : `/${from}/${way}${image ? `/${image}` : ""}`}${search && `?${search}`}`;
}
