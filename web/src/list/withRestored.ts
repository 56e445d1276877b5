import type { Listed } from "../timeline/layout";

/**
 * The pages of a list, newest first, with restored tasks in their places. Tasks that are already listed are left out,
 * and so are those beyond the loaded pages: they come with the next page.
 */
export function withRestored(
  pages: Listed[][],
  restored: Listed[],
  { fromNewest, toOldest }: { fromNewest: boolean; toOldest: boolean },
): Listed[][] {
  const all = pages.flat();
  const known = new Set(all.map(({ id }) => id));
  const missing = restored.filter(
    (task) =>
      !known.has(task.id) &&
      (fromNewest || all.some((one) => isNewer(one, task))) &&
      (toOldest || all.some((one) => isNewer(task, one))),
  );
  if (missing.length === 0) return pages;
  const result = pages.length > 0 ? pages.map((page) => [...page]) : [[]];
  for (const task of missing) {
    const page = result.find((one) => one.some((other) => isNewer(task, other))) ?? result.at(-1);
    const place = page?.findIndex((other) => isNewer(task, other)) ?? -1;
    page?.splice(place === -1 ? page.length : place, 0, task);
  }
  return result;
}

function isNewer(one: Listed, other: Listed): boolean {
  return one.time > other.time || (one.time === other.time && one.id > other.id);
}
