/** A compared task, with the number of its image, counted from 0. */
export interface Compared {
  id: string;
  image: number;
}

/** The minimum and maximum number of compared tasks. */
export const leastCompared = 2;
export const mostCompared = 4;

export const compareRoute = "/compare/:compared";

/** The address that compares tasks. */
export function comparePath(compared: Compared[], search: string): string {
  const written = compared.map(({ id, image }) => (image > 0 ? `${id}.${image + 1}` : id));
  return `/compare/${written.join(",")}${search && `?${search}`}`;
}

/** Reads the compared tasks from an address. */
export function readCompared(written: string): Compared[] {
  return written
    .split(",")
    .slice(0, mostCompared)
    .map((one) => {
      const [id = "", image = "1"] = one.split(".");
      return { id, image: /^\d{1,2}$/.test(image) ? Math.max(Number(image) - 1, 0) : 0 };
    });
}
