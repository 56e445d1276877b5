/** A task that is compared with others, by one of its images, counted from 0. */
export interface Compared {
  id: string;
  image: number;
}

/** How many are compared, at least and at most. */
export const leastCompared = 2;
export const mostCompared = 4;

export const compareRoute = "/compare/:compared";

/** The address at which tasks are compared, by their first images or by those that are named. */
export function comparePath(compared: Compared[], search: string): string {
  const written = compared.map(({ id, image }) => (image > 0 ? `${id}.${image + 1}` : id));
  return `/compare/${written.join(",")}${search && `?${search}`}`;
}

/** What an address compares. */
export function readCompared(written: string): Compared[] {
  return written
    .split(",")
    .slice(0, mostCompared)
    .map((one) => {
      const [id = "", image = "1"] = one.split(".");
      return { id, image: /^\d{1,2}$/.test(image) ? Math.max(Number(image) - 1, 0) : 0 };
    });
}
